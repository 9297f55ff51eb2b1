import ArgumentParser

struct PopulateStagesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "populate-stages", abstract: "Pushes stages under signatures: a manifest and a stage tag each, over one blob.")

    @OptionGroup var options: ServerOptions
    @OptionGroup var stages: StageSet

    func run() throws {
        let family = BlobFamily(size: 64)
        let (config, layer) = (family.blob(0), family.blob(1))
        let first = RegistryClient(options.server)
        for blob in [config, layer] { try first.push(blob, to: stages.repository, flow: .put) }

        let watch = try Stopwatch(server: options.process)
        let loop = OperationLoop(endpoint: options.server, connections: options.connections, count: stages.signatures * stages.candidates)
        let tallies = try loop.run { [stages] client, index in
            let (signature, candidate) = (index / stages.candidates, index % stages.candidates)
            let manifest = stages.manifest(config: config, layer: layer, signature: signature, candidate: candidate)
            try client.push(manifest: manifest, to: stages.repository, tag: stages.tag(signature: signature, candidate: candidate))
            return manifest.count
        }
        try watch.result(of: "populate-stages", connections: options.connections, tallies: tallies).finish()
    }
}
