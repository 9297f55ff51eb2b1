/// Percentiles of one kind of operation.
struct Latencies: Encodable {
    let operations: Int
    let p50Milliseconds: Double
    let p90Milliseconds: Double
    let p99Milliseconds: Double
    let p999Milliseconds: Double
    let mostMilliseconds: Double

    init(_ tally: Tally) {
        let sorted = tally.latencies.sorted()
        func percentile(_ share: Double) -> Double {
            guard !sorted.isEmpty else { return 0 }
            let rank = Int((Double(sorted.count) * share).rounded(.up))
            return Double(sorted[min(sorted.count, max(1, rank)) - 1]) / 1_000_000
        }
        self.operations = sorted.count
        self.p50Milliseconds = percentile(0.5)
        self.p90Milliseconds = percentile(0.9)
        self.p99Milliseconds = percentile(0.99)
        self.p999Milliseconds = percentile(0.999)
        self.mostMilliseconds = percentile(1)
    }
}
