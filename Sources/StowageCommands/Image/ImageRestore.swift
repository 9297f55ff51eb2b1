package import ArgumentParser
import OCIModel
import RegistryClient
import StageModel

/// `stowage image restore TAG|DIGEST`.
package struct ImageRestore: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "restore", abstract: "Bring back an image that was deleted.",
        discussion: """
            As long as the trash holds it: see "image list --deleted". A tag that was
            pushed again since stays as it is, and the exit status is 1.

            The image is named as "image delete" names it. "stowage cleanup undo" brings
            back everything that a plan deleted.
            """)

    @Argument(help: ArgumentHelp("The image.", valueName: "tag|digest"))
    var image: String

    @Option(help: ArgumentHelp("The image's name, for PROJECT/NAME.", valueName: "name"))
    var name: String?

    @OptionGroup(title: "Where") var repository: RepositoryOptions
    @OptionGroup var server: ServerOptions
    @OptionGroup var output: OutputOptions

    package init() {}

    package mutating func run() async throws {
        let context = CommandContext()
        let place = try ImagePlace(image) { try repository.choice(environment: context.environment).images(named: name) }
        let entries = try await server.withClient(context) { client in
            do {
                return try await client.restoreImage(place.reference.description, in: place.repository)
            } catch let error as ClientError where error.code == .notFound {
                throw CommandError(.failed, "\(error.message); \"stowage image list --deleted\" lists what can be restored")
            }
        }
        try Output.print(TrashListing(entries: entries, next: nil), as: output.format) { TrashTable.restored(entries) }
    }
}
