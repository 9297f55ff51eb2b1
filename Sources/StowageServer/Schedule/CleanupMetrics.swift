import HTTPServing
import StageModel

/// What came of the cleanups that the server makes by itself, for `/metrics`.
struct CleanupMetrics: Sendable {
    private let applied: PrometheusCounter
    private let nothing: PrometheusCounter
    private let failed: PrometheusCounter
    private let failing: PrometheusGauge
    private let last: PrometheusGauge
    private let next: PrometheusGauge

    init(_ registry: PrometheusRegistry) {
        func runs(_ result: String) -> PrometheusCounter {
            registry.counter("stowage_scheduled_cleanups_total", [("result", result)], help: "Cleanups of a project by the server's schedule.")
        }
        self.applied = runs("applied")
        self.nothing = runs("nothing")
        self.failed = runs("failed")
        self.failing = registry.gauge("stowage_scheduled_cleanup_failed_projects", help: "Projects whose cleanup failed the last time.")
        self.last = registry.gauge(
            "stowage_scheduled_cleanup_last_timestamp_seconds", help: "When the schedule was due last; 0 since the start: never.")
        self.next = registry.gauge("stowage_scheduled_cleanup_next_timestamp_seconds", help: "When the schedule is due next.")
    }

    func waits(until time: Timestamp) { next.set(Double(time.millisecondsSince1970) / 1000) }

    func begins(at time: Timestamp) { last.set(Double(time.millisecondsSince1970) / 1000) }

    func record(_ outcome: ScheduledCleanup.Outcome) {
        switch outcome {
        case .off: return
        case .nothing: nothing.increment()
        case .failed: failed.increment()
        case .applied: applied.increment()
        }
    }

    func ends(failures: Int) { failing.set(Int64(failures)) }
}
