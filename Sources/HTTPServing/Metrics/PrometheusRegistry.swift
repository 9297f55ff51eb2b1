package import Metrics
import Synchronization

/// A backend of swift-metrics that answers what it counted as Prometheus text (exposition format 0.0.4).
///
/// It is passed to whoever measures (`Counter(label:dimensions:factory:)`), or asked for the concrete metrics, which save
/// the wrapper: ``counter(_:_:help:)`` and its siblings. The same name and labels always give the same metric. Names keep
/// their label with what Prometheus does not allow replaced by `_`; timers end in `_seconds`.
///
/// Counting takes an atomic or an uncontended lock. Making a metric takes the registry's lock: keep hot ones.
package final class PrometheusRegistry: Sendable {
    private struct State {
        var families: [String: MetricFamily] = [:]
    }

    private let state = Mutex(State())

    package init() {}

    /// A value that only grows. By custom its name ends in `_total`.
    package func counter(_ label: String, _ dimensions: [(String, String)] = [], help: String? = nil) -> PrometheusCounter {
        self.metric(MetricName(label), .counter, dimensions, help) { PrometheusCounter() }
    }

    /// A value that goes up and down.
    package func gauge(_ label: String, _ dimensions: [(String, String)] = [], help: String? = nil) -> PrometheusGauge {
        self.metric(MetricName(label), .gauge, dimensions, help) { PrometheusGauge() }
    }

    /// Sum and number of what was recorded, in the unit of the caller.
    package func summary(_ label: String, _ dimensions: [(String, String)] = [], help: String? = nil) -> PrometheusSummary {
        self.metric(MetricName(label), .summary, dimensions, help) { PrometheusSummary() }
    }

    /// Durations in seconds, in the buckets of ``PrometheusHistogram``.
    package func histogram(_ label: String, _ dimensions: [(String, String)] = [], help: String? = nil) -> PrometheusHistogram {
        self.metric(MetricName(label, suffix: "_seconds"), .histogram, dimensions, help) { PrometheusHistogram() }
    }

    /// Everything as Prometheus text, metrics by name, their series by labels.
    ///
    /// - Parameter samples: values that the caller fetched for this answer, for example from the catalog.
    package func render(adding samples: [PrometheusSample] = []) -> String {
        let families = state.withLock { $0.families }
        var texts = families.mapValues { $0.text }
        for sample in samples {
            // A name can't be two metrics; what is counted here stands before what somebody adds.
            let name = sample.name.value
            guard families[name] == nil else { continue }
            texts[name, default: sample.header] += sample.line
        }
        return texts.sorted { $0.key < $1.key }.map(\.value).joined()
    }

    /// - Returns: the metric of that name and labels. Where the name is in use for another kind, a metric that counts and
    ///   is not rendered: measuring never fails.
    private func metric<Metric: PrometheusMetric>(
        _ name: MetricName, _ kind: MetricFamily.Kind, _ dimensions: [(String, String)], _ help: String?, make: () -> Metric
    ) -> Metric {
        let labels = MetricLabels(dimensions)
        return state.withLock { state in
            var family = state.families[name.value] ?? MetricFamily(name: name, kind: kind)
            guard family.kind == kind else { return make() }
            family.help = family.help ?? help
            let metric = family.metrics[labels] as? Metric ?? make()
            family.metrics[labels] = metric
            state.families[name.value] = family
            return metric
        }
    }

    /// Forgets a metric: its series is rendered no more, and asking for it again begins at zero.
    private func remove(_ handler: AnyObject) {
        state.withLock { state in
            for (name, family) in state.families {
                guard let labels = family.metrics.first(where: { $0.value === handler })?.key else { continue }
                state.families[name]?.metrics[labels] = nil
                if state.families[name]?.metrics.isEmpty == true { state.families[name] = nil }
                return
            }
        }
    }
}

extension PrometheusRegistry: MetricsFactory {
    package func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        self.counter(label, dimensions)
    }

    package func makeFloatingPointCounter(label: String, dimensions: [(String, String)]) -> any FloatingPointCounterHandler {
        self.counter(label, dimensions)
    }

    package func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        self.gauge(label, dimensions)
    }

    package func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
        if aggregate { self.summary(label, dimensions) } else { self.gauge(label, dimensions) }
    }

    package func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        self.histogram(label, dimensions)
    }

    package func destroyCounter(_ handler: any CounterHandler) { self.remove(handler) }
    package func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) { self.remove(handler) }
    package func destroyMeter(_ handler: any MeterHandler) { self.remove(handler) }
    package func destroyRecorder(_ handler: any RecorderHandler) { self.remove(handler) }
    package func destroyTimer(_ handler: any TimerHandler) { self.remove(handler) }
}
