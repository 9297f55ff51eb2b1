import ArgumentParser

struct GetBlobCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "get-blob", abstract: "Pushes a few blobs, then gets them by digest.")

    @OptionGroup var options: ServerOptions
    @OptionGroup var loop: ClosedLoopOptions

    @Option(help: "The size of a blob in bytes.")
    var size = 4096

    @Option(help: "How many different blobs.")
    var count = 10

    @Option(help: "The repository to push to and pull from.")
    var repository = "load/blobs"

    func validate() throws {
        guard size >= BlobFamily.minimumSize, count > 0 else {
            throw ValidationError("--size is at least \(BlobFamily.minimumSize), --count above zero")
        }
    }

    func run() throws {
        let client = RegistryClient(options.server)
        let family = BlobFamily(size: size)
        let targets = try (0..<count).map { index in
            let blob = family.blob(index)
            try client.push(blob, to: repository, flow: .patch)
            return try client.verifiedTarget(Request("GET", "/v2/\(repository)/blobs/\(blob.digest)", at: options.server))
        }
        try loop.run("get-blob", options: options, targets: targets)
    }
}
