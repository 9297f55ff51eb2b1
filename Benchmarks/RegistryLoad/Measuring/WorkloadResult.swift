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
    /// CPU time of the server in the same stretch, where its processes are known.
    let serverCPUSeconds: Double?
    /// By the kind of operation, for workloads that have several.
    var latencies: [String: Latencies] = [:]

    init(workload: String, connections: Int, tally: Tally, seconds: Double, generatorCPU: Double, serverCPU: Double?) {
        let latencies = Latencies(tally)
        self.workload = workload
        self.connections = connections
        self.operations = latencies.operations
        self.errors = tally.errors
        self.firstError = tally.firstError
        self.seconds = seconds
        self.operationsPerSecond = Double(latencies.operations) / seconds
        self.mebibytesPerSecond = Double(tally.bytes) / 1_048_576 / seconds
        self.p50Milliseconds = latencies.p50Milliseconds
        self.p99Milliseconds = latencies.p99Milliseconds
        self.generatorCPUSeconds = generatorCPU
        self.serverCPUSeconds = serverCPU
    }

    func print() throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        Swift.print(String(decoding: try encoder.encode(self), as: UTF8.self))
    }
}
