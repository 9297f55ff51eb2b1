package import ArgumentParser
import FoundationEssentials
import LayerArchive
import OCIModel
import RegistryClient
import StageModel

/// `stowage stage push SIG DIR|FILE`.
package struct StagePush: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "push",
        abstract: "Keep a folder or a tar as a stage.",
        discussion: """
            Packs what a folder holds as one layer of an ordinary image, while it
            uploads it, and publishes it under a signature. The same tree is the same
            layer anywhere: owners are left out, times are kept (set SOURCE_DATE_EPOCH
            to bound them).

            Where the signature has a stage already, that one is used and nothing is
            pushed.
            """)

    @Argument(help: ArgumentHelp("The signature.", valueName: "signature"))
    var signature: Signature

    @Argument(help: ArgumentHelp("A folder, or a .tar or .tar.gz file.", valueName: "dir|file"), completion: .file())
    var source: String

    @Option(name: .customLong("stage"), help: ArgumentHelp("The stage's name.", valueName: "name"))
    var name: String?

    @Option(help: ArgumentHelp("The stage below: its signature or tag, or the digest of its image.", valueName: "stage"))
    var parent: String?

    @Flag(help: "Push another stage although the signature has one.")
    var always = false

    @OptionGroup var facts: FactOptions
    @OptionGroup var selection: SelectionOptions
    @OptionGroup(title: "What may be in it") var archive: ArchiveOptions
    @OptionGroup(title: "Where") var repository: RepositoryOptions
    @OptionGroup var server: ServerOptions
    @OptionGroup var output: OutputOptions

    package init() {}

    package mutating func validate() throws {
        try FactName.check(name, of: "--stage")
    }

    package mutating func run() async throws {
        let command = self
        try await Interruption.cancelling { try await command.push() }
    }

    private func push() async throws {
        let context = CommandContext()
        let repository = try self.repository.choice(environment: context.environment).stages()
        let options = try archive.writing(environment: context.environment)
        var isFolder = false
        guard FileManager.default.fileExists(atPath: source, isDirectory: &isFolder) else {
            throw CommandError(.failed, "there is no folder or file \(source)")
        }
        let packed: StageUpload.Source = isFolder ? .folder(source) : .archive(source)
        let checkout = try await Checkout.find(facts, in: isFolder ? source : ".", environment: context.environment)
        let payload = try await server.withClient(context) { client in
            try await push(packed, facts: stageFacts(checkout), to: repository, with: client, checkout: checkout, options: options, context)
        }
        try Output.print(payload, as: output.format) { payload.table }
    }

    private func stageFacts(_ checkout: Checkout) -> StageFacts {
        StageFacts(stageName: name, imageName: facts.image, parent: parent, commits: checkout.commits, gitReference: checkout.reference)
    }

    private func push(
        _ source: StageUpload.Source, facts: StageFacts, to repository: RepositoryName, with client: RegistryClient, checkout: Checkout,
        options: LayerWriter.Options, _ context: CommandContext
    ) async throws -> PushPayload {
        let resolution = StageResolution(client: client, repository: repository, checkout: selection.gitAware ? checkout : nil)
        guard let found = try await resolution.find([signature]).first else { throw CommandError(.failed, "the server gave no answer") }
        if let selected = found.selection.selected, !always {
            context.messages.say("the stage is there already; nothing was pushed")
            return PushPayload(outcome: .exists, repository: repository.value, stage: selected)
        }
        let display = ProgressDisplay(context.terminal)
        let begin = ContinuousClock.now
        let upload = StageUpload(client: client, repository: repository, options: options, display: display)
        let pushed = try await display.showing { try await upload.push([source], facts: facts, command: nil) }
        let duration = ContinuousClock.now - begin
        if !pushed.skipped.isEmpty { context.messages.warn("sockets are left out: \(Humanly.list(pushed.skipped))") }
        let outcome = try await StagePublication(resolution: resolution, signature: signature)
            .publish(pushed.digest, after: found.state, usesOthers: !always)
        context.messages.say(
            "pushed \(Humanly.count(pushed.entryCount, "entry", "entries")), \(Humanly.bytes(pushed.size)) in \(Humanly.duration(duration)) (\(Humanly.rate(pushed.size, in: duration)))"
        )
        switch outcome {
        case .published(let stage):
            return PushPayload(outcome: .published, repository: repository.value, stage: stage)
        case .replaced(let stage):
            context.messages.say("another runner published the same stage first; its is used")
            return PushPayload(outcome: .exists, repository: repository.value, stage: stage)
        }
    }
}
