import ArgumentParser

struct ServerOptions: ParsableArguments {
    @Option(help: "Where the registry listens, as ADDRESS:PORT.")
    var server: Endpoint

    @Option(help: "A process of the registry, to report the CPU time it spends; once for each.")
    var pid: [Int] = []

    @Option(name: [.short, .long], help: "How many connections at once.")
    var connections = 1

    func validate() throws {
        guard (1...4096).contains(connections) else { throw ValidationError("--connections is between 1 and 4096") }
    }

    var process: ProcessFacts? { pid.isEmpty ? nil : ProcessFacts(pids: pid) }
}

extension WorkloadResult {
    /// Prints the line, then ends the program with status 1 if anything failed: a number with errors in it is not a result.
    func finish() throws {
        try self.print()
        guard errors == 0, operations > 0 else { throw ExitCode.failure }
    }
}
