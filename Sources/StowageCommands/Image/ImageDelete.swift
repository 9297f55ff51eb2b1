package import ArgumentParser
import OCIModel
import RegistryClient
import StageModel

/// `stowage image delete TAG|DIGEST`.
package struct ImageDelete: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "delete", abstract: "Delete an image.",
        discussion: """
            The image is a tag or digest of the project's repository, or NAME:TAG or
            NAME@DIGEST of any; a stage too, by its tag. A digest takes its tags with it.

            It can be restored within the server's undo window ("image restore"). With
            --now it can't, it is not served by its digest either, and its bytes go as
            soon as nothing else needs them: for what must not be there at all.
            Give the digest then: by one of several tags only that tag goes. Other
            repositories keep the image, and the platforms of an index are served by
            their digests until the collector has taken them; delete those likewise.
            """)

    @Argument(help: ArgumentHelp("The image.", valueName: "tag|digest"))
    var image: String

    @Flag(help: "Skip the undo window.")
    var now = false

    @Option(help: ArgumentHelp("The image's name, for PROJECT/NAME.", valueName: "name"))
    var name: String?

    @OptionGroup(title: "Where") var repository: RepositoryOptions
    @OptionGroup var server: ServerOptions
    @OptionGroup var output: OutputOptions

    package init() {}

    package mutating func run() async throws {
        let context = CommandContext()
        let place = try ImagePlace(image) { try repository.choice(environment: context.environment).images(named: name) }
        let now = self.now
        let entries = try await server.withClient(context) { client in
            do {
                return try await client.deleteImage(place.reference.description, from: place.repository, now: now)
            } catch let error as ClientError where error.code == .notFound {
                throw CommandError(.failed, "\(error.message); see \"stowage image list\"")
            }
        }
        try Output.print(TrashListing(entries: entries, next: nil), as: output.format) { TrashTable.deleted(entries, now: context.now, isFinal: now) }
    }
}
