package import ArgumentParser
import StageModel

/// `stowage stage lookup SIG…`: what is there under signatures.
package struct StageLookup: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "lookup",
        abstract: "Show the stages of signatures.",
        discussion: """
            Asks for a whole chain in one request. Several runners, or several branches,
            may have published stages of one signature; the one that would be used has a
            *.

            Exit status: 0 where each signature has a stage to use, 1 where none has, 3
            where some have.
            """)

    @Argument(help: ArgumentHelp("Signatures or stage tags.", valueName: "signature"))
    var stages: [StageArgument]

    @OptionGroup var selection: SelectionOptions
    @OptionGroup var facts: FactOptions
    @OptionGroup(title: "Where") var repository: RepositoryOptions
    @OptionGroup var server: ServerOptions
    @OptionGroup var output: OutputOptions

    package init() {}

    package mutating func run() async throws {
        let context = CommandContext()
        let name = try repository.choice(environment: context.environment).stages()
        let checkout = selection.gitAware ? try await Checkout.find(facts, in: ".", environment: context.environment) : nil
        let signatures = stages.map(\.signature)
        let found = try await server.withClient(context) { client in
            try await StageResolution(client: client, repository: name, checkout: checkout).find(signatures)
        }
        for undecided in found.flatMap(\.selection.undecided) {
            context.messages.warn("the stage \(undecided.candidate.tag) is passed over: \(undecided.reason)")
        }
        try Output.print(LookupResponse(stages: found.map(\.state)), as: output.format) { Self.table(found, now: context.now) }
        let hits = found.filter { $0.selection.selected != nil }.count
        if hits < found.count { throw ExitCode(hits == 0 ? CommandError.Code.failed.exitCode : CommandError.Code.partial.exitCode) }
    }

    static func table(_ found: [StageResolution.Found], now: Timestamp) -> Table {
        var table = Table([
            .text(""), .text("TAG"), .text("STAGE"), .text("IMAGE"), .text("BRANCH"), .text("COMMIT"), .number("SIZE"), .text("PUBLISHED"),
        ])
        for one in found {
            if one.state.candidates.isEmpty { table.add([" ", one.state.signature.value, "none"]) }
            for stage in one.state.candidates {
                table.add([
                    stage.tag == one.selection.selected?.tag ? "*" : " ", stage.tag, stage.stageName ?? "", stage.imageName ?? "",
                    stage.gitReference ?? "", stage.commits.map { Humanly.short($0.value) }.joined(separator: " "), Humanly.bytes(stage.size),
                    Humanly.age(of: stage.publishedAt, now: now),
                ])
            }
        }
        return table
    }
}
