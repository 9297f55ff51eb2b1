import ArgumentParser

struct GetManifestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "get-manifest", abstract: "Gets manifests by tag, over a set of images that 'populate' has pushed.")

    @OptionGroup var options: ServerOptions
    @OptionGroup var images: ImageSet
    @OptionGroup var loop: ClosedLoopOptions

    func run() throws {
        let client = RegistryClient(options.server)
        let targets = try (0..<images.count).map { index in
            try client.verifiedTarget(
                Request(
                    "GET", "/v2/\(images.repository(index))/manifests/\(images.tag(index))", at: options.server,
                    fields: Request.manifestAccept))
        }
        try loop.run("get-manifest", options: options, targets: targets)
    }
}
