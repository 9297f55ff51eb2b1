package import ArgumentParser
import FoundationEssentials
import OCIModel
import RegistryClient
import StageModel

extension TagStrategy: ExpressibleByArgument {}

/// `stowage image publish`.
package struct ImagePublish: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "publish",
        abstract: "Give a stage or an image its tag, and record why.",
        discussion: """
            The source is a stage of the project (its signature or tag), a tag or digest
            of the image's repository, or NAME:TAG or NAME@DIGEST anywhere on the
            server. No bytes are copied.

            Strategies, and the tag that each makes:
              git-tag            the git tag
              git-branch         the branch; one that can't be a tag is written in lower
                                 case letters, digits and dashes, a hash behind it
              git-commit         the commit
              stages-signature   the signature of the stage
              custom             what --tag says, once or more often

            Branch, tag and commit are taken from the options, else from the variables
            of GitLab and GitHub, else from git.

              stowage image publish "$(cat .build)" --strategy git-branch --name api

            Exit status: 0 done, 1 failed, 3 where some of several tags were published.
            """)

    @Argument(help: ArgumentHelp("A stage or an image.", valueName: "source"))
    var source: String

    @Option(help: "Why it gets the tag.")
    var strategy: TagStrategy

    @Option(help: ArgumentHelp("The image's name; it is published to PROJECT/NAME.", valueName: "name"))
    var name: String?

    @Option(name: .customLong("tag"), help: ArgumentHelp("This tag instead of the strategy's; may be given several times.", valueName: "tag"))
    var tags: [String] = []

    @Option(name: [.customLong("reference"), .customLong("branch")], help: ArgumentHelp("The git tag or branch.", valueName: "name"))
    var reference: String?

    @Option(name: .customLong("commit"), help: ArgumentHelp("The commit. (default: git's HEAD)", valueName: "id"))
    var commits: [String] = []

    @OptionGroup(title: "Where") var repository: RepositoryOptions

    @Option(help: ArgumentHelp("Where stages are. (default: PROJECT/stages)", valueName: "name"))
    var stagesRepository: String?

    @OptionGroup var server: ServerOptions
    @OptionGroup var output: OutputOptions

    package init() {}

    package mutating func run() async throws {
        let context = CommandContext()
        let source = try ImageSource(self.source)
        let choice = try repository.choice(environment: context.environment)
        let target = try choice.images(named: name)
        let stages = try stagesRepository.map { try RepositoryChoice.name($0) } ?? choice.stages()
        let checkout = try await checkout(context)
        let command = self
        let published = try await server.withClient(context) { client in
            try await command.publish(source, from: stages, to: target, checkout: checkout, with: client, context)
        }
        try Output.print(ImagePublishPayload(repository: target.value, images: published.entries), as: output.format) {
            ImageList.table(published.entries, now: context.now, isFull: false)
        }
        if let failure = published.failure {
            guard !published.entries.isEmpty else { throw failure }
            throw CommandError(.partial, "not all tags were published", cause: failure)
        }
    }

    /// The surroundings count only where they are of the strategy's kind: a job for a tag has no branch.
    private func checkout(_ context: CommandContext) async throws -> Checkout {
        var facts = FactOptions()
        facts.image = name
        facts.commits = commits
        facts.reference = reference
        let found = try await Checkout.find(facts, in: ".", environment: context.environment)
        guard reference == nil, let ci = CIReference(environment: context.environment) else { return found }
        let isWanted = ci.isTag ? strategy != .gitBranch : strategy != .gitTag
        return isWanted ? found : Checkout(commits: found.commits, reference: nil, repository: found.repository)
    }

    private struct Published: Sendable {
        var entries: [ImageListing.Entry] = []
        var failure: (any Error)?
    }

    private func publish(
        _ source: ImageSource, from stages: RepositoryName, to target: RepositoryName, checkout: Checkout, with client: RegistryClient,
        _ context: CommandContext
    ) async throws -> Published {
        let place: (repository: RepositoryName, reference: String, signature: Signature?)
        switch source {
        case .stage(let stage):
            let candidate = try await StageResolution(client: client, repository: stages, checkout: nil).find(stage)
            place = (stages, candidate.tag, stage.signature)
        case .reference(let reference):
            place = (target, reference.description, nil)
        case .image(let repository, let reference):
            let stage = if case .tag(let tag) = reference { StageTag(tag) } else { StageTag?.none }
            place = (repository, reference.description, stage?.signature)
        }
        let tags = try PublishedTag(
            strategy, tags: self.tags, reference: checkout.reference, commit: checkout.commits.first, signature: place.signature)
        var published = Published()
        for tag in tags.tags {
            do {
                let entry = try await client.publishImage(
                    PublishImageRequest(
                        sourceRepository: place.repository.value, source: place.reference, repository: target.value, tag: tag.value,
                        strategy: strategy, imageName: name, gitReference: tags.gitReference, commits: checkout.commits))
                published.entries.append(entry)
                context.messages.say("published \(target):\(entry.tag)")
            } catch {
                if tags.tags.count > 1 { context.messages.say("\(target):\(tag): \(error)", word: "failed", .bad) }
                published.failure = published.failure ?? error
            }
        }
        return published
    }
}
