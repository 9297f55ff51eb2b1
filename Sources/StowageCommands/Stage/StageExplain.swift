package import ArgumentParser
import ContentHashing
import OCIModel
import RegistryClient
import StageModel
import StageSigning

/// `stowage stage explain`: what a stage is made of, what is different between two, or why a run would miss.
package struct StageExplain: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Show what a stage is made of, or why it is not there.",
        usage: """
            stowage stage explain <signature> [<other>] [<options>]
            stowage stage explain --stage <name> --input <path> ... [<options>] -- <command> ...
            """,
        discussion: """
            With one signature: the inputs that were recorded when it was built.
            With two: what is different between them.
            With the options of "stage run": whether it would be a hit, and if not, what
            changed since the nearest earlier stage of that name. Nothing is run.

              stowage stage explain --stage install --input package-lock.json -- npm ci
            """)

    @Argument(help: ArgumentHelp("A signature or a stage's tag.", valueName: "signature"))
    var first: StageArgument?

    @Argument(help: ArgumentHelp("Another one, to compare it with.", valueName: "other"))
    var second: StageArgument?

    @Option(name: .customLong("stage"), help: ArgumentHelp("The name of the step that would run.", valueName: "name"))
    var name: String?

    @OptionGroup(title: "What goes in") var inputs: InputOptions
    @OptionGroup var selection: SelectionOptions
    @OptionGroup var facts: FactOptions
    @OptionGroup(title: "Where") var repository: RepositoryOptions
    @OptionGroup var server: ServerOptions
    @OptionGroup var output: OutputOptions

    @Argument(parsing: .postTerminator, help: ArgumentHelp("The command that would run.", valueName: "command"))
    var command: [String] = []

    package init() {}

    package mutating func validate() throws {
        try FactName.check(name, of: "--stage")
        switch (first, name) {
        case (.some, nil), (nil, .some): break
        default: throw ValidationError("Give one or two signatures, or --stage and the inputs of a run.")
        }
    }

    package mutating func run() async throws {
        let context = CommandContext()
        let repository = try self.repository.choice(environment: context.environment).stages()
        let checkout = try await Checkout.find(facts, in: inputs.base, environment: context.environment)
        let command = self
        try await server.withClient(context) { client in
            let resolution = StageResolution(client: client, repository: repository, checkout: command.selection.gitAware ? checkout : nil)
            let inquiry = InputsInquiry(client: client, repository: repository)
            if let name = command.name {
                try await command.explainRun(name, checkout: checkout, resolution, inquiry, context)
            } else {
                try await command.explainStages(resolution, inquiry)
            }
        }
    }

    private func explainStages(_ resolution: StageResolution, _ inquiry: InputsInquiry) async throws {
        var documents: [(stage: StageCandidate, inputs: InputsDocument)] = []
        for stage in [first, second].compactMap({ $0 }) {
            let candidate = try await resolution.find(stage)
            guard let document = try await inquiry.document(of: candidate, stage.signature) else {
                throw CommandError(.failed, "nobody recorded what \(candidate.tag) is made of; \"stage run\" does")
            }
            documents.append((candidate, document))
        }
        guard let first = documents.first else { return }
        guard documents.count == 2 else {
            switch output.format {
            case .json: try Output.write(String(decoding: first.inputs.json, as: UTF8.self).trimmingLineFeed + "\n")
            case .table: try Output.write(Self.description(of: first.inputs).text)
            }
            return
        }
        let difference = InputsDifference(from: first.inputs, to: documents[1].inputs)
        let payload = DifferencePayload(from: first.stage, to: documents[1].stage, changes: difference.sentences(limit: .max))
        try Output.print(payload, as: output.format) { payload.table }
    }

    private func explainRun(
        _ name: String, checkout: Checkout, _ resolution: StageResolution, _ inquiry: InputsInquiry, _ context: CommandContext
    ) async throws {
        let read = try await InputsReader(environment: context.environment).read(stage: name, command: command, options: inputs)
        let selected = try await resolution.find([read.signature]).first?.selection.selected
        let reason = selected == nil ? try await inquiry.reason(for: read, checkout: checkout, limit: 100) : nil
        let payload = RunPayload(signature: read.signature, isHit: selected != nil, stage: selected, reason: reason)
        try Output.print(payload, as: output.format) { payload.table(stage: name, now: context.now) }
    }

    static func description(of inputs: InputsDocument) -> Table {
        var table = Table([.text(""), .text(""), .text("")])
        table.add(["signature", inputs.signature.value, " "])
        table.add(["stage", inputs.stage, " "])
        table.add(["command", CommandLineText.join(inputs.command), " "])
        table.add(["parent", inputs.parent?.value ?? "none", " "])
        for file in inputs.files { table.add([file.kind.rawValue, file.digest?.description ?? "-", file.path.description]) }
        for variable in inputs.environment { table.add(["environment", variable.digest == nil ? "not set" : "set", variable.name]) }
        return table
    }
}

extension String {
    fileprivate var trimmingLineFeed: String { hasSuffix("\n") ? String(dropLast()) : self }
}
