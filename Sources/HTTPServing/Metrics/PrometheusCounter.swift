import Metrics
import Synchronization

/// A number that only grows, of whole and of broken amounts.
package final class PrometheusCounter: CounterHandler, FloatingPointCounterHandler, PrometheusMetric {
    // Two parts, so that counting whole amounts is one addition and stays exact beyond 2^53.
    private let whole = Atomic<Int64>(0)
    private let broken = AtomicDouble()

    package func increment() {
        whole.wrappingAdd(1, ordering: .relaxed)
    }

    /// Negative amounts are ignored.
    package func increment(by amount: Int64) {
        guard amount > 0 else { return }
        whole.wrappingAdd(amount, ordering: .relaxed)
    }

    /// Negative amounts and what is not a number are ignored.
    package func increment(by amount: Double) {
        guard amount > 0, amount.isFinite else { return }
        broken.add(amount)
    }

    package func reset() {
        whole.store(0, ordering: .relaxed)
        broken.store(0)
    }

    func lines(name: MetricName, labels: MetricLabels) -> String {
        let whole = whole.load(ordering: .relaxed)
        let broken = broken.load()
        return "\(name)\(labels.braced) \(broken == 0 ? String(whole) : MetricNumber.text(Double(whole) + broken))\n"
    }
}
