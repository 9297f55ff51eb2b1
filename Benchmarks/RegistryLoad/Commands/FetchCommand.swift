import ArgumentParser

struct FetchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fetch", abstract: "Gets paths over and over, in turn; works against any HTTP server.",
        discussion: """
            Each path is fetched once before the clock starts, and checked against the digest in its name and the one in its answer. \
            Every answer after that must have the same status, length, digest and, up to 64 KiB, body.
            """)

    @OptionGroup var options: ServerOptions
    @OptionGroup var loop: ClosedLoopOptions

    @Option(help: "A file with a path in each line.")
    var paths: String

    @Option(help: "GET or HEAD.")
    var method = "GET"

    @Option(help: "The status that every answer must have.")
    var status = 200

    @Flag(help: "Compare lengths only: for lists in JSON, whose members may come in any order.")
    var anyOrder = false

    func validate() throws {
        guard ["GET", "HEAD"].contains(method) else { throw ValidationError("--method is GET or HEAD") }
    }

    func run() throws {
        let client = RegistryClient(options.server)
        let targets = try PathList.read(paths).map { try client.verifiedTarget(method, $0, status: status, comparesBody: !anyOrder) }
        try loop.run("fetch", options: options, targets: targets)
    }
}
