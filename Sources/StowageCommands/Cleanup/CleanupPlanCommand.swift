package import ArgumentParser
import Retention

/// `stowage cleanup plan`.
package struct CleanupPlanCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "Show what would be deleted, and why. Deletes nothing.",
        discussion: """
            One line for each object that would go, then what that comes to.

            Policies come from the options here, else from the environment
            (WERF_GIT_TAG_STRATEGY_LIMIT and the like, as ci-env exports them), else from
            the cleanup section of werf.yaml, else from the server; what none of them
            says is off. off turns a policy off that another source sets.

            Exit status 3: a budget can't be reached.
            """)

    @Flag(help: "Show what is kept too.")
    var all = false

    @Flag(help: "Print whole tags and digests in the table.")
    var full = false

    @Option(help: ArgumentHelp("Write the plan here, for \"stowage cleanup apply FILE\".", valueName: "file"), completion: .file())
    var save: String?

    @OptionGroup(title: "Where") var project: ProjectOptions
    @OptionGroup var options: PlanOptions
    @OptionGroup var server: ServerOptions
    @OptionGroup var output: OutputOptions

    package init() {}

    package mutating func run() async throws {
        let context = CommandContext()
        let request = try await options.request(project: try project.name(environment: context.environment))
        let plan = try await server.withClient(context) { client in
            try await CleanupPlanner(client: client, environment: context.environment, progress: PlanningProgress(context.terminal)).plan(request)
        }
        if let save { try TextFile.write(plan.json(), to: save) }
        switch output.format {
        case .json: try Output.write(plan.json() + [UInt8(ascii: "\n")])
        case .table:
            let objects = PlanTable(plan: plan, showsAll: all, isFull: full).table
            try Output.write((objects.rows.isEmpty ? "" : objects.text + "\n") + PlanSummary(plan: plan).table.text)
        }
        if plan.missedBudget != nil { throw ExitCode(CommandError.Code.partial.exitCode) }
    }
}
