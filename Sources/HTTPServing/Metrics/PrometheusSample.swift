/// A value that was fetched for one answer, rendered as a gauge or a counter.
package struct PrometheusSample: Sendable {
    let name: MetricName
    private let kind: MetricFamily.Kind
    private let labels: MetricLabels
    private let help: String?
    private let value: Double

    /// - Parameter help: used where the sample is the first of its name.
    package static func gauge(_ label: String, _ value: Double, _ dimensions: [(String, String)] = [], help: String? = nil) -> Self {
        Self(name: MetricName(label), kind: .gauge, labels: MetricLabels(dimensions), help: help, value: value)
    }

    /// - Parameter help: used where the sample is the first of its name.
    package static func counter(_ label: String, _ value: Double, _ dimensions: [(String, String)] = [], help: String? = nil) -> Self {
        Self(name: MetricName(label), kind: .counter, labels: MetricLabels(dimensions), help: help, value: value)
    }

    var header: String { MetricFamily.header(name: name, kind: kind, help: help) }

    var line: String { "\(name)\(labels.braced) \(MetricNumber.text(value))\n" }
}
