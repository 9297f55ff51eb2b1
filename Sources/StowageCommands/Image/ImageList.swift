package import ArgumentParser
import OCIModel
import RegistryClient
import StageModel

/// `stowage image list`.
package struct ImageList: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the images of a repository, by their tags.",
        discussion: """
            Stages are not among them; see "stage list". With --deleted: what the trash
            holds and "image restore" can bring back, the newest first; also the stages of
            a repository of them.
            """)

    @Option(help: ArgumentHelp("The image's name, for PROJECT/NAME.", valueName: "name"))
    var name: String?

    @Flag(help: "List what was deleted and can be restored.")
    var deleted = false

    @Option(help: ArgumentHelp("At most so many; 0 for all.", valueName: "count"))
    var limit = 100

    @Flag(help: "Print whole digests and tags in the table.")
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
        let repository = try self.repository.choice(environment: context.environment).images(named: name)
        guard !deleted else { return try await listTrash(of: repository, context) }
        let limit = self.limit
        let listing = try await server.withClient(context) { client in
            var all = ImageListing(images: [], next: nil)
            repeat {
                let rest = limit == 0 ? nil : min(limit - all.images.count, 1000)
                let page = try await client.images(in: repository, after: all.next, limit: rest)
                all.images += page.images
                all.next = page.next
            } while all.next != nil && (limit == 0 || all.images.count < limit)
            return all
        }
        try Output.print(listing, as: output.format) { Self.table(listing.images, now: context.now, isFull: full) }
        if listing.next != nil { context.messages.say("there are more; write --limit 0 for all") }
    }

    private func listTrash(of repository: RepositoryName, _ context: CommandContext) async throws {
        let limit = self.limit
        let listing = try await server.withClient(context) { client in
            var all = TrashListing(entries: [], next: nil)
            repeat {
                let rest = limit == 0 ? nil : min(limit - all.entries.count, 1000)
                let page = try await client.trash(in: repository, after: all.next, limit: rest)
                all.entries += page.entries
                all.next = page.next
            } while all.next != nil && (limit == 0 || all.entries.count < limit)
            return all
        }
        try Output.print(listing, as: output.format) { TrashTable.list(listing.entries, now: context.now, isFull: full) }
        if listing.next != nil { context.messages.say("there are more; write --limit 0 for all") }
    }

    static func table(_ images: [ImageListing.Entry], now: Timestamp, isFull: Bool) -> Table {
        var table = Table([
            .text("TAG"), .text("STRATEGY"), .text("IMAGE"), .text("REFERENCE"), .text("COMMIT"), .text("DIGEST"), .number("SIZE"),
            .text("PUBLISHED"),
        ])
        for image in images {
            table.add([
                isFull ? image.tag : Humanly.short(image.tag), image.strategy?.rawValue ?? "", image.imageName ?? "",
                image.gitReference.map(Humanly.short) ?? "", image.commits.map { Humanly.short($0.value) }.joined(separator: " "),
                isFull ? image.digest : Humanly.short(image.digest), Humanly.bytes(image.size), Humanly.age(of: image.publishedAt, now: now),
            ])
        }
        return table
    }
}
