package import ArgumentParser
import ContentHashing
import StageModel
import StageSigning

/// `stowage stage signature`: what a stage is known by. Asks no server.
package struct StageSignature: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "signature",
        abstract: "Print the signature of a stage.",
        discussion: """
            The signature is a hash of the stage's name, its command, the inputs' contents,
            the chosen variables and the signature of the stage before. Write the command
            behind --, or as one text with --command, which is split as a shell does:

              stowage stage signature --stage install --command 'npm ci' \\
                --input package.json --input package-lock.json --env NODE_VERSION

            It is the signature that "stage run" uses with the same options. No server is
            asked.
            """)

    @Option(name: .customLong("stage"), help: ArgumentHelp("The stage's name, such as install.", valueName: "name"))
    var name: String

    @Option(name: .customLong("command"), help: ArgumentHelp("The command, as one text.", valueName: "text"))
    var commandText: String?

    @OptionGroup(title: "What goes in") var inputs: InputOptions

    @Flag(help: "Print each input and its digest too.")
    var explain = false

    @OptionGroup var output: OutputOptions

    @Argument(parsing: .postTerminator, help: ArgumentHelp("The command, word by word.", valueName: "command"))
    var words: [String] = []

    package init() {}

    package mutating func validate() throws {
        guard commandText == nil || words.isEmpty else { throw ValidationError("Give the command with --command or behind --, not both.") }
        if let commandText, CommandLineText.split(commandText) == nil {
            throw ValidationError("The text of --command has a quote that is not closed.")
        }
    }

    var command: [String] { commandText.flatMap { CommandLineText.split($0) } ?? words }

    package mutating func run() async throws {
        let context = CommandContext()
        let read = try await InputsReader(environment: context.environment).read(stage: name, command: command, options: inputs)
        switch (explain, output.format) {
        case (false, .table): try Output.write("\(read.signature)\n")
        case (true, .table): try Output.write(SignatureExplanation(read).lines.map { $0 + "\n" }.joined())
        case (_, .json): try Output.print(SignaturePayload(read), as: .json) { Table([]) }
        }
    }
}

/// A signature and what it is made of, as JSON. Of a variable only whether it is set: its value may be a secret.
struct SignaturePayload: Encodable {
    struct Input: Encodable {
        let path: String
        let kind: String
        let digest: String?
    }

    struct Variable: Encodable {
        let name: String
        let isSet: Bool
    }

    let signature: Signature
    let stage: String
    let command: [String]
    let parent: Signature?
    let inputs: [Input]
    let environment: [Variable]

    init(_ read: StageInputs) {
        self.signature = read.signature
        self.stage = read.stage
        self.command = read.command
        self.parent = read.parent
        self.inputs = read.files.map { Input(path: $0.path.description, kind: $0.kind.rawValue, digest: $0.digest?.description) }
        self.environment = read.environment.map { Variable(name: $0.name, isSet: $0.value != nil) }
    }
}
