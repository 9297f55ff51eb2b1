import Metrics
import Synchronization

/// How many values there were, and their sum.
package final class PrometheusSummary: RecorderHandler, PrometheusMetric {
    private let state = Mutex((count: UInt64(0), sum: 0.0))

    package func record(_ value: Int64) { self.record(Double(value)) }

    /// What is not a number is ignored: it would spoil the sum for good.
    package func record(_ value: Double) {
        guard value.isFinite else { return }
        state.withLock { state in
            state.count += 1
            state.sum += value
        }
    }

    func lines(name: MetricName, labels: MetricLabels) -> String {
        let (count, sum) = state.withLock { $0 }
        return "\(name)_sum\(labels.braced) \(MetricNumber.text(sum))\n\(name)_count\(labels.braced) \(count)\n"
    }
}
