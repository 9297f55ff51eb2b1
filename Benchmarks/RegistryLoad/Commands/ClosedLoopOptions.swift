import ArgumentParser

struct ClosedLoopOptions: ParsableArguments {
    @Option(help: "How long to run, in seconds.")
    var seconds = 5.0

    @Option(help: "How many threads share the connections.")
    var threads = 1

    func validate() throws {
        guard seconds > 0, (1...64).contains(threads) else {
            throw ValidationError("--seconds is above zero, --threads between 1 and 64")
        }
    }

    func run(_ workload: String, options: ServerOptions, targets: [Target]) throws {
        let threads = min(threads, options.connections)
        let watch = try Stopwatch(server: options.process)
        let tallies = try Workers.run(threads) { [options, seconds] thread in
            let share = options.connections / threads + (thread < options.connections % threads ? 1 : 0)
            let loop = ClosedLoop(endpoint: options.server, targets: targets, connections: share, duration: .seconds(seconds))
            return loop.run(first: thread * targets.count / threads)
        }
        try watch.result(of: workload, connections: options.connections, tallies: tallies).finish()
    }
}
