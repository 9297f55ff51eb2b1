import Metrics
import Synchronization

/// Durations by buckets from half a millisecond to ten seconds; rendered in seconds.
package final class PrometheusHistogram: TimerHandler, PrometheusMetric {
    /// The upper bounds, each inclusive, in nanoseconds and as they are written.
    static let bounds: [(nanoseconds: Int64, text: String)] = [
        (500_000, "0.0005"), (1_000_000, "0.001"), (2_500_000, "0.0025"), (5_000_000, "0.005"), (10_000_000, "0.01"), (25_000_000, "0.025"),
        (50_000_000, "0.05"), (100_000_000, "0.1"), (250_000_000, "0.25"), (500_000_000, "0.5"), (1_000_000_000, "1"), (2_500_000_000, "2.5"),
        (5_000_000_000, "5"), (10_000_000_000, "10"),
    ]

    private struct State {
        /// One a bound and one for what is longer; not cumulative.
        var counts = [UInt64](repeating: 0, count: PrometheusHistogram.bounds.count + 1)
        var sum = Duration.zero
    }

    private let state = Mutex(State())

    package func record(_ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        // The bound keeps the product in range: 285 years.
        self.recordNanoseconds(max(0, min(seconds, 9_000_000_000)) * 1_000_000_000 + attoseconds / 1_000_000_000)
    }

    /// Negative durations, which a clock that was set back gives, count as zero.
    package func recordNanoseconds(_ duration: Int64) {
        let duration = max(0, duration)
        let bucket = Self.bounds.firstIndex { duration <= $0.nanoseconds } ?? Self.bounds.count
        state.withLock { state in
            state.counts[bucket] += 1
            state.sum += .nanoseconds(duration)
        }
    }

    func lines(name: MetricName, labels: MetricLabels) -> String {
        let (counts, sum) = state.withLock { ($0.counts, $0.sum) }
        var text = ""
        var total: UInt64 = 0
        for (bound, count) in zip(Self.bounds.map(\.text) + ["+Inf"], counts) {
            total += count
            text += "\(name)_bucket\(labels.braced(adding: "le", bound)) \(total)\n"
        }
        text += "\(name)_sum\(labels.braced) \(MetricNumber.seconds(sum))\n"
        text += "\(name)_count\(labels.braced) \(total)\n"
        return text
    }
}
