package import ArgumentParser
import OCIModel
import RegistryClient
import StageModel

/// `stowage stage list`.
package struct StageList: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the stages of a repository, the newest first.",
        discussion: "Also those that other clients pushed, such as the cache of buildah.")

    @Option(name: .customLong("stage"), help: ArgumentHelp("Only stages of this name.", valueName: "name"))
    var name: String?

    @Option(help: ArgumentHelp("At most so many; 0 for all.", valueName: "count"))
    var limit = 100

    @Flag(help: "Print whole tags in the table.")
    var full = false

    @OptionGroup(title: "Where") var repository: RepositoryOptions
    @OptionGroup var server: ServerOptions
    @OptionGroup var output: OutputOptions

    package init() {}

    package mutating func validate() throws {
        guard limit >= 0 else { throw ValidationError("--limit is a count; write 0 for all.") }
    }

    package mutating func run() async throws {
        let context = CommandContext()
        let repository = try self.repository.choice(environment: context.environment).stages()
        let (name, limit) = (self.name, self.limit)
        let listing = try await server.withClient(context) { client in
            var all = StageListing(stages: [], next: nil)
            repeat {
                let rest = limit == 0 ? nil : min(limit - all.stages.count, 1000)
                let page = try await client.stages(in: repository, stageName: name, order: .newest, after: all.next, limit: rest)
                all.stages += page.stages
                all.next = page.next
            } while all.next != nil && (limit == 0 || all.stages.count < limit)
            return all
        }
        try Output.print(listing, as: output.format) { Self.table(listing.stages, now: context.now, isFull: full) }
        if listing.next != nil { context.messages.say("there are more; write --limit 0 for all") }
    }

    static func table(_ entries: [StageListing.Entry], now: Timestamp, isFull: Bool) -> Table {
        var table = Table([
            .text("STAGE"), .text("TAG"), .text("IMAGE"), .text("BRANCH"), .text("COMMIT"), .number("SIZE"), .text("PUBLISHED"), .number("HITS"),
            .text("LAST USED"),
        ])
        for entry in entries {
            let stage = entry.stage
            table.add([
                stage.stageName ?? "", (isFull ? stage.tag : Humanly.short(stage.tag)) + (entry.isRejected ? " (rejected)" : ""),
                stage.imageName ?? "", stage.gitReference ?? "", stage.commits.map { Humanly.short($0.value) }.joined(separator: " "),
                Humanly.bytes(stage.size), Humanly.age(of: stage.publishedAt, now: now), String(entry.hits),
                entry.lastUsedAt.map { Humanly.age(of: $0, now: now) } ?? "never",
            ])
        }
        return table
    }
}
