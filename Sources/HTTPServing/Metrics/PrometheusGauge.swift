import Metrics

/// A number that goes up and down.
package final class PrometheusGauge: MeterHandler, RecorderHandler, PrometheusMetric {
    private let value = AtomicDouble()

    package func set(_ value: Int64) { self.value.store(Double(value)) }
    package func set(_ value: Double) { self.value.store(value) }

    package func increment(by amount: Double) { value.add(amount) }
    package func decrement(by amount: Double) { value.add(-amount) }

    package func record(_ value: Int64) { self.set(value) }
    package func record(_ value: Double) { self.set(value) }

    func lines(name: MetricName, labels: MetricLabels) -> String {
        "\(name)\(labels.braced) \(MetricNumber.text(value.load()))\n"
    }
}
