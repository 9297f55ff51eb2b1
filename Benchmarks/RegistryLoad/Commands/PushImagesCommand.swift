import ArgumentParser

struct PushImagesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "push-images", abstract: "Pushes small images of unique content, with the requests that clients make.")

    @OptionGroup var options: ServerOptions

    @Option(help: "The size of an image's only layer in bytes.")
    var size = 4096

    @Option(help: "How many images.")
    var count = 100

    @Option(help: "The repository to push to.")
    var repository = "load/images"

    func validate() throws {
        guard size >= BlobFamily.minimumSize, count > 0 else {
            throw ValidationError("--size is at least \(BlobFamily.minimumSize), --count above zero")
        }
    }

    func run() throws {
        let images = SmallImages(layerSize: size)
        let watch = try Stopwatch(server: options.process)
        let tallies = try OperationLoop(endpoint: options.server, connections: options.connections, count: count).run {
            [repository] client, index in
            try images.push(index, to: repository, by: client)
        }
        let result = try watch.result(of: "push-images", connections: options.connections, tallies: tallies)
        let client = RegistryClient(options.server)
        for index in stride(from: 0, to: count, by: max(1, count / 8)) { try images.confirm(index, in: repository, by: client) }
        try result.finish()
    }
}
