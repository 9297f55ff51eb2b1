package import ArgumentParser
import RegistryClient
import StageModel

/// `stowage cleanup show PLAN`.
package struct CleanupShow: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show what a plan deleted and left alone, item by item, and why.",
        discussion: """
            The record of the plan, then a line for each of its items with what became of
            it: waiting, deleted, skipped or restored. Also of one that is being applied.
            """)

    @Flag(help: "Print whole tags and digests in the table.")
    var full = false

    @Argument(help: ArgumentHelp("The plan, as \"cleanup list\" names it.", valueName: "plan"))
    var plan: String

    @OptionGroup var server: ServerOptions
    @OptionGroup var output: OutputOptions

    package init() {}

    package mutating func run() async throws {
        let context = CommandContext()
        let plan = self.plan
        let audit = try await server.withClient(context) { client in
            let record = try await client.plan(plan)
            var items: [CleanupOutcome] = []
            var cursor: String?
            repeat {
                let page = try await client.outcomes(of: plan, after: cursor, limit: 1000)
                items += page.items
                cursor = page.next
            } while cursor != nil
            return CleanupAudit(record: record, items: items)
        }
        let isFull = full
        try Output.print(audit, as: output.format) { audit.text(isFull: isFull) }
    }
}
