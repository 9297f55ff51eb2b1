import FoundationEssentials

/// The line of JSON that a workload prints.
struct WorkloadResult: Encodable {
    let workload: String
    let connections: Int
    /// Operations that succeeded; only they count in the rate and the latencies.
    let operations: Int
    let errors: Int
    let firstError: String?
    let seconds: Double
    let operationsPerSecond: Double
    /// Of bodies, without heads.
    let mebibytesPerSecond: Double
    let p50Milliseconds: Double
    let p99Milliseconds: Double
    /// CPU time of this program while the clock ran, user and system.
    let generatorCPUSeconds: Double
    /// CPU time of the server in the same stretch, where its process is known.
    let serverCPUSeconds: Double?
    var memory: MemorySamples?

    init(workload: String, connections: Int, tally: Tally, seconds: Double, generatorCPU: Double, serverCPU: Double?) {
        let sorted = tally.latencies.sorted()
        self.workload = workload
        self.connections = connections
        self.operations = sorted.count
        self.errors = tally.errors
        self.firstError = tally.firstError
        self.seconds = seconds
        self.operationsPerSecond = Double(sorted.count) / seconds
        self.mebibytesPerSecond = Double(tally.bytes) / 1_048_576 / seconds
        self.p50Milliseconds = Self.percentile(50, of: sorted)
        self.p99Milliseconds = Self.percentile(99, of: sorted)
        self.generatorCPUSeconds = generatorCPU
        self.serverCPUSeconds = serverCPU
    }

    private static func percentile(_ percent: Int, of sorted: [UInt64]) -> Double {
        guard !sorted.isEmpty else { return 0 }
        let rank = (sorted.count * percent + 99) / 100
        return Double(sorted[max(0, rank - 1)]) / 1_000_000
    }

    func print() throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        Swift.print(String(decoding: try encoder.encode(self), as: UTF8.self))
    }
}
