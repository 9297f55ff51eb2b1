/// All series of a name.
struct MetricFamily: Sendable {
    enum Kind: String, Sendable {
        case counter, gauge, summary, histogram
    }

    let name: MetricName
    let kind: Kind
    var help: String?
    var metrics: [MetricLabels: any PrometheusMetric] = [:]

    init(name: MetricName, kind: Kind) {
        self.name = name
        self.kind = kind
    }

    /// HELP, TYPE and the series in the order of their labels.
    var text: String {
        var text = Self.header(name: name, kind: kind, help: help)
        for (labels, metric) in metrics.sorted(by: { $0.key < $1.key }) {
            text += metric.lines(name: name, labels: labels)
        }
        return text
    }

    static func header(name: MetricName, kind: Kind, help: String?) -> String {
        var text = ""
        if let help { text += "# HELP \(name) \(help.replacing("\\", with: "\\\\").replacing("\n", with: "\\n"))\n" }
        text += "# TYPE \(name) \(kind.rawValue)\n"
        return text
    }
}
