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
            The signature is a hash of the stage's name, its command, the inputs'
            contents, the chosen variables and the signature of the stage before. Write
            the command behind --, or as one text with --command, which is split as a
            shell does:

              stowage stage signature --stage install --command 'npm ci' \\
                --input package.json --input package-lock.json --env NODE_VERSION

            It is the signature that "stage run" uses with the same options. No server
            is asked.
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
        try FactName.check(name, of: "--stage")
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
