package import ArgumentParser
import Retention
import StageModel

/// `stowage purge`: empties a project.
package struct Purge: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "purge",
        abstract: "Delete everything of a project.",
        discussion: """
            All images, stages and records in all repositories of the project, in use or
            not. Shows what that comes to, and asks for the project's name on the
            terminal; a script says it with --confirm.

            It can be undone as a cleanup can, within the server's undo window, unless
            --now is given. What is published or pulled while it runs stays; the exit
            status is 3 then.
            """)

    @Option(help: ArgumentHelp("The project's name once more, instead of typing it when asked.", valueName: "name"))
    var confirm: String?

    @Flag(help: "Skip the undo window: nothing can be restored, and bytes go as soon as they may.")
    var now = false

    @OptionGroup(title: "Where") var project: ProjectOptions
    @OptionGroup var server: ServerOptions
    @OptionGroup var output: OutputOptions

    package init() {}

    package mutating func run() async throws {
        let context = CommandContext()
        let address = try server.address(environment: context.environment)
        let project = try self.project.name(environment: context.environment)
        let confirmation = Confirmation(messages: context.messages)
        try confirmation.check(confirm, is: project)
        let now = self.now
        let plan = try await server.withClient(context) { client in
            try await CleanupPlanner(client: client, environment: context.environment, progress: PlanningProgress(context.terminal))
                .purge(project, now: now)
        }
        for row in PlanSummary(plan: plan).table.rows where row[0] != "refused" { context.messages.say(row[1], word: row[0]) }
        if confirm == nil, !plan.items.isEmpty { try confirmation.ask(for: project) }
        let payload = try await PlanApplication(server: address, context: context, isVerbose: server.verbose).apply(plan, isForced: true)
        try Output.print(payload, as: output.format) { payload.text }
        guard payload.exitCode.isSuccess else { throw payload.exitCode }
    }
}
