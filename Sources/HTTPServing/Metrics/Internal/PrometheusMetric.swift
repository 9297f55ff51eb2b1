/// A series: one name with one set of labels.
protocol PrometheusMetric: AnyObject, Sendable {
    /// The lines of the series, each with its line feed. Consistent in itself.
    func lines(name: MetricName, labels: MetricLabels) -> String
}
