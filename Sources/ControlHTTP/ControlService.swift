package import HTTPServing
package import Hummingbird
package import ImageStore
import OCIModel
import Reclamation

/// What operators and their tools ask: health, readiness and metrics.
package struct ControlService: HTTPService {
    private let store: ImageStore
    private let applier: PlanApplier
    private let collector: Collector
    private let metrics: PrometheusRegistry

    package init(store: ImageStore, housekeeping: Housekeeping, metrics: PrometheusRegistry) {
        self.store = store
        self.applier = housekeeping.applier
        self.collector = housekeeping.collector
        self.metrics = metrics
    }

    package func route(_ request: Request) throws -> (any RouteMatch)? {
        let path = (request.head.path ?? "").prefix { $0 != "?" }
        let route: any HTTPRoute
        switch path {
        case "/healthz": route = HealthRoute()
        case "/readyz": route = ReadinessRoute(store: store)
        case "/metrics": route = MetricsRoute(store: store, applier: applier, collector: collector, metrics: metrics)
        default: return nil
        }
        guard [.get, .head].contains(request.method) else { throw Refusal.methodNotAllowed(allowed: [.get, .head]) }
        return route
    }
}
