import HTTPTypes
package import Metrics
import Synchronization

/// Counts requests and their latencies by method, route and status.
package final class ServingMetrics: Sendable {
    private struct Key: Hashable {
        let method: String
        let route: String
        let status: Int
    }

    private struct Meters {
        let requests: Counter
        let latency: Metrics.Timer
    }

    private let factory: any MetricsFactory
    // Making a meter looks it up by its labels, which costs more than counting; the combinations are few, and none is the
    // client's choice.
    private let meters = Mutex<[Key: Meters]>([:])
    private let received: Counter
    private let sent: Counter

    package init(factory: any MetricsFactory) {
        self.factory = factory
        self.received = Counter(label: "stowage_http_received_bytes_total", dimensions: [], factory: factory)
        self.sent = Counter(label: "stowage_http_sent_bytes_total", dimensions: [], factory: factory)
    }

    /// - Parameter method: `nil` for what was no request.
    func record(_ method: HTTPRequest.Method?, route: String, status: HTTPResponse.Status, duration: Duration) {
        let method = method.flatMap { Self.known.contains($0) ? $0.rawValue : nil } ?? "other"
        let key = Key(method: method, route: route, status: status.code)
        let meters = meters.withLock { all in
            if let known = all[key] { return known }
            let dimensions = [("method", key.method), ("route", key.route), ("status", String(key.status))]
            let made = Meters(
                requests: Counter(label: "stowage_http_requests_total", dimensions: dimensions, factory: factory),
                latency: Metrics.Timer(label: "stowage_http_request_duration_seconds", dimensions: Array(dimensions.prefix(2)), factory: factory)
            )
            all[key] = made
            return made
        }
        meters.requests.increment()
        meters.latency.recordNanoseconds(Int64(clamping: Int(duration / .nanoseconds(1))))
    }

    func recordReceived(_ bytes: Int64) {
        if bytes > 0 { received.increment(by: bytes) }
    }

    func recordSent(_ bytes: Int64) {
        if bytes > 0 { sent.increment(by: bytes) }
    }

    private static let known: Set<HTTPRequest.Method> = [.get, .head, .post, .put, .patch, .delete, .options]
}
