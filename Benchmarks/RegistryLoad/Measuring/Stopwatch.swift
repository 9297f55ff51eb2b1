import Glibc

/// Times a workload and the CPU that both sides spend on it.
struct Stopwatch {
    private let server: ProcessFacts?
    private let start: UInt64
    private let ownCPU: Double
    private let serverCPU: Double?

    init(server: ProcessFacts?) throws {
        self.server = server
        self.serverCPU = try server?.cpuSeconds()
        self.ownCPU = Self.ownCPUSeconds()
        self.start = Monotonic.now
    }

    func result(of workload: String, connections: Int, tallies: [Tally]) throws -> WorkloadResult {
        let seconds = Double(Monotonic.now - start) / 1e9
        let generatorCPU = Self.ownCPUSeconds() - ownCPU
        let spent = try server.map { try $0.cpuSeconds() - (serverCPU ?? 0) }
        var tally = Tally()
        for each in tallies { tally.merge(each) }
        return WorkloadResult(
            workload: workload, connections: connections, tally: tally, seconds: seconds, generatorCPU: generatorCPU, serverCPU: spent)
    }

    private static func ownCPUSeconds() -> Double {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return Double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) + Double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6
    }
}
