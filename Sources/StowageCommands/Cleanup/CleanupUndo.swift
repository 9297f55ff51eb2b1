package import ArgumentParser
import StageModel

/// `stowage cleanup undo PLAN`.
package struct CleanupUndo: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "undo",
        abstract: "Bring back what a plan deleted.",
        discussion: """
            As long as the trash holds it: for the undo window of the plan, unless the
            disk is full. A tag that was pushed again since stays as it is. What could not
            be restored is listed, and the exit status is 3 then.

            "stowage image restore" brings back a single tag.
            """)

    @Argument(help: ArgumentHelp("The plan, as \"cleanup list\" names it.", valueName: "plan"))
    var plan: String

    @OptionGroup var server: ServerOptions
    @OptionGroup var output: OutputOptions

    package init() {}

    package mutating func run() async throws {
        let context = CommandContext()
        let address = try server.address(environment: context.environment)
        let payload = try await PlanApplication(server: address, context: context, isVerbose: server.verbose).undo(plan)
        try Output.print(payload, as: output.format) { payload.text }
        guard payload.exitCode.isSuccess else { throw payload.exitCode }
    }
}
