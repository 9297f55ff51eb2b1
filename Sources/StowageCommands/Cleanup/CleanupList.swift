package import ArgumentParser
import RegistryClient
import StageModel

/// `stowage cleanup list`.
package struct CleanupList: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the cleanups of a project, the newest first.",
        discussion: "The server keeps them for 90 days.")

    @Option(help: ArgumentHelp("At most so many; 0 for all.", valueName: "count"))
    var limit = 20

    @OptionGroup(title: "Where") var project: ProjectOptions
    @OptionGroup var server: ServerOptions
    @OptionGroup var output: OutputOptions

    package init() {}

    package mutating func validate() throws {
        guard limit >= 0 else { throw ValidationError("--limit is a count; write 0 for all.") }
    }

    package mutating func run() async throws {
        let context = CommandContext()
        let project = try self.project.name(environment: context.environment)
        let limit = self.limit
        let listing = try await server.withClient(context) { client in
            var all = CleanupListing(plans: [], next: nil)
            repeat {
                let rest = limit == 0 ? nil : min(limit - all.plans.count, 1000)
                let page = try await client.plans(project: project, after: all.next, limit: rest)
                all.plans += page.plans
                all.next = page.next
            } while all.next != nil && (limit == 0 || all.plans.count < limit)
            return all
        }
        try Output.print(listing, as: output.format) { RecordTable.list(listing.plans, now: context.now).text }
        if listing.next != nil { context.messages.say("there are more; write --limit 0 for all") }
    }
}
