import ArgumentParser

struct PushCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "push", abstract: "Pushes blobs of unique random content; digests are computed before the clock starts.")

    @OptionGroup var options: ServerOptions

    @Option(help: "The size of a blob in bytes.")
    var size = 256 << 20

    @Option(help: "How many blobs.")
    var count = 1

    @Option(help: "The repository to push to.")
    var repository = "load/push"

    @Option(help: "patch: POST, PATCH, PUT; put: POST, PUT.")
    var flow: PushFlow = .patch

    func validate() throws {
        guard size >= BlobFamily.minimumSize, count > 0 else {
            throw ValidationError("--size is at least \(BlobFamily.minimumSize), --count above zero")
        }
    }

    func run() throws {
        let family = BlobFamily(size: size)
        let blobs = (0..<count).map { family.blob($0) }
        let watch = try Stopwatch(server: options.process)
        let tallies = try OperationLoop(endpoint: options.server, connections: options.connections, count: count).run {
            [repository, flow, size] client, index in
            try client.push(blobs[index], to: repository, flow: flow)
            return size
        }
        let result = try watch.result(of: "push", connections: options.connections, tallies: tallies)
        let client = RegistryClient(options.server)
        for index in stride(from: 0, to: count, by: max(1, count / 8)) { try client.confirm(blobs[index].digest, in: repository) }
        try result.finish()
    }
}
