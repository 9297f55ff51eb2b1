import ArgumentParser

struct GetStageCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "get-stage", abstract: "Gets manifests by stage tag, over stages that 'populate-stages' has pushed.")

    @OptionGroup var options: ServerOptions
    @OptionGroup var stages: StageSet
    @OptionGroup var loop: ClosedLoopOptions

    @Option(help: "How many tags take turns, spread over the signatures.")
    var tags = 100

    func run() throws {
        let client = RegistryClient(options.server)
        let targets = try (0..<tags).map { number in
            let tag = stages.tag(signature: number * stages.signatures / tags, candidate: 0)
            return try client.verifiedTarget(
                .read("GET", "/v2/\(stages.repository)/manifests/\(tag)", at: options.server))
        }
        try loop.run("get-stage", options: options, targets: targets)
    }
}
