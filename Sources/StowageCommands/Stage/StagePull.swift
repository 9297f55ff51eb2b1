package import ArgumentParser
import ContentHashing
import FoundationEssentials
import LayerArchive
import OCIModel
import RegistryClient
import StageModel

/// `stowage stage pull SIG DIR`.
package struct StagePull: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "pull",
        abstract: "Extract a stage into a folder.",
        discussion: """
            The folder becomes exactly what the stage holds: what was in it before is
            gone. It is replaced in one step, when all is extracted and its digests are
            right; a pull that fails leaves it as it was.

            A stage of several outputs has each under its path in the folder.
            """)

    @Argument(help: ArgumentHelp("A signature, of which one stage is chosen, or a stage's tag.", valueName: "signature|tag"))
    var stage: StageArgument

    @Argument(help: ArgumentHelp("The folder to replace.", valueName: "dir"), completion: .directory)
    var folder: String

    @OptionGroup var selection: SelectionOptions
    @OptionGroup var facts: FactOptions
    @OptionGroup(title: "What may be in it") var archive: ArchiveOptions
    @OptionGroup(title: "Where") var repository: RepositoryOptions
    @OptionGroup var server: ServerOptions
    @OptionGroup var output: OutputOptions

    package init() {}

    package mutating func run() async throws {
        let command = self
        try await Interruption.cancelling { try await command.pull() }
    }

    private func pull() async throws {
        let context = CommandContext()
        let repository = try self.repository.choice(environment: context.environment).stages()
        let checkout = selection.gitAware ? try await Checkout.find(facts, in: ".", environment: context.environment) : nil
        let payload = try await server.withClient(context) { client in
            let candidate = try await StageResolution(client: client, repository: repository, checkout: checkout).find(stage)
            let display = ProgressDisplay(context.terminal)
            let download = StageDownload(client: client, repository: repository, options: archive.extraction, display: display)
            let begin = ContinuousClock.now
            let size = try await display.showing { try await Self.replace(folder, with: candidate, by: download) }
            let duration = ContinuousClock.now - begin
            context.messages.say("pulled \(Humanly.bytes(size)) in \(Humanly.duration(duration)) (\(Humanly.rate(size, in: duration)))")
            return PullPayload(repository: repository.value, folder: folder, stage: candidate)
        }
        try Output.print(payload, as: output.format) { payload.table }
    }

    /// - Returns: The bytes that were fetched.
    private static func replace(_ folder: String, with stage: StageCandidate, by download: StageDownload) async throws -> Int64 {
        let contents = try await download.contents(of: try Digest(stage.digest))
        try Parents.make(for: folder)
        let replacement = try await FolderReplacement.make(for: folder)
        do {
            let outputs = contents.parts.compactMap(\.output)
            if contents.parts.count == 1, let part = contents.parts.first {
                try await download.extract(part, into: replacement.path)
            } else {
                try await OutputRestoration(download: download).put(contents.parts, at: outputs.map { "\(replacement.path)/\($0.path)" })
            }
            try await replacement.commit()
        } catch {
            try await replacement.abandon()
            throw error
        }
        return contents.size
    }
}
