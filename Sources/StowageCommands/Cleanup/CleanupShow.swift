package import ArgumentParser
import RegistryClient
import StageModel

/// `stowage cleanup show PLAN`.
package struct CleanupShow: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show what became of a plan, and what it left alone.",
        discussion: "Also how far one is that is being applied.")

    @Argument(help: ArgumentHelp("The plan, as \"cleanup list\" names it.", valueName: "plan"))
    var plan: String

    @OptionGroup var server: ServerOptions
    @OptionGroup var output: OutputOptions

    package init() {}

    package mutating func run() async throws {
        let context = CommandContext()
        let plan = self.plan
        let payload = try await server.withClient(context) { client in
            let record = try await client.plan(plan)
            return CleanupPayload(record: record, skipped: try await PlanWatch(client: client, context: context).skipped(record))
        }
        try Output.print(payload, as: output.format) { payload.text }
    }
}
