import ArgumentParser

struct PopulateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "populate", abstract: "Pushes many small images: for each a blob of its own, a manifest and a tag.")

    @OptionGroup var options: ServerOptions
    @OptionGroup var images: ImageSet

    @Option(help: "The size of a blob in bytes.")
    var size = 64

    @Option(help: "The size of a manifest in bytes.")
    var manifestSize = 1024

    func validate() throws {
        guard size >= BlobFamily.minimumSize else { throw ValidationError("--size is at least \(BlobFamily.minimumSize)") }
    }

    func run() throws {
        let family = BlobFamily(size: size)
        // One config blob for all images; layers follow it in the family.
        let config = family.blob(0)
        let first = RegistryClient(options.server)
        for index in 0..<images.repositories { try first.push(config, to: images.repository(index), flow: .put) }

        let watch = try Stopwatch(server: options.process)
        let tallies = try OperationLoop(endpoint: options.server, connections: options.connections, count: images.count).run {
            [images, manifestSize] client, index in
            let layer = family.blob(index + 1)
            let manifest = ImageSet.manifest(config: config, layer: layer, size: manifestSize)
            try client.push(layer, to: images.repository(index), flow: .put)
            try client.push(manifest: manifest, to: images.repository(index), tag: images.tag(index))
            return layer.size + manifest.count
        }
        try watch.result(of: "populate", connections: options.connections, tallies: tallies).finish()
    }
}
