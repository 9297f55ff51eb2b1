import ArgumentParser

struct LookupCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lookup", abstract: "Looks up chains of signatures, over stages that 'populate-stages' has pushed.")

    @OptionGroup var options: ServerOptions
    @OptionGroup var stages: StageSet
    @OptionGroup var loop: ClosedLoopOptions

    @Option(help: "How many signatures a chain has.")
    var chain = 20

    @Option(help: "How many chains take turns, spread over the signatures.")
    var chains = 100

    func validate() throws {
        guard (1...1000).contains(chain), chains > 0, chain <= stages.signatures else {
            throw ValidationError("--chain is between 1 and 1000 and not above --signatures, --chains is above zero")
        }
    }

    func run() throws {
        let client = RegistryClient(options.server)
        let targets = try (0..<chains).map { number in
            let first = number * stages.signatures / chains
            let signatures = (first..<first + chain).map { #""\#(stages.signature($0 % stages.signatures))""# }
            let json = #"{"repository":"\#(stages.repository)","signatures":["# + signatures.joined(separator: ",") + "]}"
            let target = try client.verifiedTarget(Request("POST", "/api/v1/stages/lookup", at: options.server, json: json), comparesBody: false)
            // Each candidate carries its tag, which has more characters than the signature.
            guard target.contentLength > chain * stages.candidates * 78 else {
                throw LoadError(.unexpectedResponse, "a lookup brought \(target.contentLength) bytes, too few for all candidates")
            }
            return target
        }
        try loop.run("lookup", options: options, targets: targets)
    }
}
