package import ArgumentParser
import OCIModel
import RegistryClient
import StageModel

/// `stowage image inspect TAG`.
package struct ImageInspect: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "inspect", abstract: "Show what is known of an image.",
        discussion: "The image is a tag of the project's repository, or NAME:TAG of any.")

    @Argument(help: ArgumentHelp("The image.", valueName: "tag"))
    var image: String

    @Option(help: ArgumentHelp("The image's name, for PROJECT/NAME.", valueName: "name"))
    var name: String?

    @OptionGroup(title: "Where") var repository: RepositoryOptions
    @OptionGroup var server: ServerOptions
    @OptionGroup var output: OutputOptions

    package init() {}

    package mutating func run() async throws {
        let context = CommandContext()
        let place = try ImagePlace(image) { try repository.choice(environment: context.environment).images(named: self.name) }
        guard case .tag(let tag) = place.reference else { throw CommandError(.usage, "an image is inspected by its tag, not by its digest") }
        let owner = place.repository
        let entry = try await server.withClient(context) { client in
            do {
                return try await client.image(tag, in: owner)
            } catch let error as ClientError where error.code == .notFound {
                throw CommandError(.failed, "\(error.message); see \"stowage image list\"")
            }
        }
        try Output.print(entry, as: output.format) { Self.table(entry, repository: owner) }
    }

    static func table(_ image: ImageListing.Entry, repository: RepositoryName) -> Table {
        return Table.description(of: [
            ("image", "\(repository):\(image.tag)"), ("digest", image.digest), ("size", Humanly.bytes(image.size)),
            ("published", Humanly.moment(image.publishedAt)),
            ("strategy", image.strategy?.rawValue), ("name", image.imageName), ("reference", image.gitReference),
            ("commits", image.commits.isEmpty ? nil : image.commits.map(\.value).joined(separator: " ")), ("signature", image.signature?.value),
        ])
    }
}
