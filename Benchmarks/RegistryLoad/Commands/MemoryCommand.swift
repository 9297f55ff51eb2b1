import ArgumentParser
import Glibc
import Synchronization

struct MemoryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "memory", abstract: "Pushes a large blob on each of many connections and samples the server's resident memory.")

    @OptionGroup var options: ServerOptions

    @Option(help: "The size of a blob in bytes.")
    var size = 64 << 20

    @Option(help: "The repository to push to.")
    var repository = "load/memory"

    @Option(help: "patch: POST, PATCH, PUT; put: POST, PUT.")
    var flow: PushFlow = .patch

    func validate() throws {
        guard options.pid != nil else { throw ValidationError("--pid names the process whose memory is sampled") }
        guard size >= BlobFamily.minimumSize else { throw ValidationError("--size is at least \(BlobFamily.minimumSize)") }
    }

    func run() throws {
        guard let process = options.process else { return }
        let connections = options.connections
        let family = BlobFamily(size: size)
        let blobs = (0..<connections).map { family.blob($0) }
        var memory = MemorySamples()
        memory.residentBefore = try process.residentBytes()

        let watch = try Stopwatch(server: process)
        // The sampler is one more worker: worker 0 samples until all the others are done.
        let pushing = Running(count: connections)
        let outcomes = try Workers.run(connections + 1) { [options, repository, flow, size] worker -> Outcome in
            if worker == 0 { return .samples(Self.sample(process, while: pushing)) }
            defer { pushing.finishOne() }
            var tally = Tally()
            let client = RegistryClient(options.server)
            do {
                let start = Monotonic.now
                try client.push(blobs[worker - 1], to: repository, flow: flow)
                tally.record(nanoseconds: Monotonic.now - start, bytes: size)
            } catch {
                tally.record(error)
            }
            return .tally(tally)
        }
        var tallies: [Tally] = []
        for outcome in outcomes {
            switch outcome {
            case .tally(let tally): tallies.append(tally)
            case .samples(let samples):
                memory.residentAtMost = samples.max() ?? 0
                memory.samples = samples.count
            }
        }
        var result = try watch.result(of: "memory", connections: connections, tallies: tallies)
        memory.residentAfter = try process.residentBytes()
        memory.highWater = try process.highWaterBytes()
        result.memory = memory
        try result.finish()
    }

    private enum Outcome: Sendable {
        case tally(Tally)
        case samples([Int])
    }

    private final class Running: Sendable {
        private let count: Atomic<Int>
        init(count: Int) { self.count = Atomic(count) }
        func finishOne() { count.subtract(1, ordering: .releasing) }
        var isOver: Bool { count.load(ordering: .acquiring) == 0 }
    }

    /// Twenty samples a second; ends early if the process ends.
    private static func sample(_ process: ProcessFacts, while running: Running) -> [Int] {
        var samples: [Int] = []
        while !running.isOver, let resident = try? process.residentBytes() {
            samples.append(resident)
            usleep(50000)
        }
        return samples
    }
}
