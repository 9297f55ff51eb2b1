package import ArgumentParser
import Retention
import StageModel

/// `stowage cleanup apply [FILE]`.
package struct CleanupApply: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "apply",
        abstract: "Delete what a plan says.",
        discussion: """
            With a file: the plan that "cleanup plan --save" wrote there. Without: a plan
            that is made now, from the options as "cleanup plan" has them.

            The server checks each item again. What changed, was used, or was published
            since the plan was made is skipped, listed, and left alone; the exit status is
            3 then. A plan that would delete more than the largest share of the project's
            image tags is refused without --force.

            Ctrl-C stops the waiting; the server goes on.
            """)

    @Argument(help: ArgumentHelp("A saved plan.", valueName: "file"), completion: .file())
    var file: String?

    @Flag(help: "Apply it though it deletes more than the largest share.")
    var force = false

    @OptionGroup(title: "Where") var project: ProjectOptions
    @OptionGroup var options: PlanOptions
    @OptionGroup var server: ServerOptions
    @OptionGroup var output: OutputOptions

    package init() {}

    package mutating func run() async throws {
        let context = CommandContext()
        let address = try server.address(environment: context.environment)
        let plan = try await plan(context)
        Self.announce(plan, context)
        let payload = try await PlanApplication(server: address, context: context, isVerbose: server.verbose).apply(plan, isForced: force)
        try Output.print(payload, as: output.format) { payload.text }
        guard payload.exitCode.isSuccess else { throw payload.exitCode }
    }

    private func plan(_ context: CommandContext) async throws -> CleanupPlan {
        guard let file else {
            let request = try await options.request(project: try project.name(environment: context.environment))
            return try await server.withClient(context) { client in
                try await CleanupPlanner(client: client, environment: context.environment, progress: PlanningProgress(context.terminal)).plan(request)
            }
        }
        guard try !options.saySomething() else {
            throw CommandError(.usage, "\(file) has its policies in it; give them to \"stowage cleanup plan --save\", or give no file here")
        }
        let plan = try PlanFile.read(file)
        if let given = project.project, given != plan.order.project {
            throw CommandError(.usage, "\(file) is a plan for the project \(plan.order.project), not for \(given)")
        }
        let age = context.now.millisecondsSince1970 - plan.order.createdAt
        if age > 3_600_000 {
            context.messages.warn(
                "the plan was made \(Humanly.age(of: plan.order.createdAt, now: context.now)); git and what runs may have changed since")
        }
        return plan
    }

    /// What is about to happen, before it does.
    private static func announce(_ plan: CleanupPlan, _ context: CommandContext) {
        for row in PlanSummary(plan: plan).table.rows where row[0] != "refused" { context.messages.say(row[1], word: row[0]) }
    }
}
