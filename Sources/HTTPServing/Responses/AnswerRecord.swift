import HTTPTypes
import Logging
import Synchronization

/// One request on its way into metrics and log. It is recorded once, when its answer's body has ended, has failed, or was
/// dropped unwritten.
final class AnswerRecord: Sendable {
    private let method: HTTPRequest.Method
    private let path: String
    private let route: String
    private let status: HTTPResponse.Status
    private let start: ContinuousClock.Instant
    private let metrics: ServingMetrics
    private let logger: Logger
    private let sent = Atomic<Int64>(0)
    private let isRecorded = Atomic<Bool>(false)

    init(
        _ request: HTTPRequest, route: String, status: HTTPResponse.Status, start: ContinuousClock.Instant, metrics: ServingMetrics, logger: Logger
    ) {
        self.method = request.method
        self.path = request.path ?? ""
        self.route = route
        self.status = status
        self.start = start
        self.metrics = metrics
        self.logger = logger
    }

    deinit { self.record(ending: .clientLeft) }

    enum Ending { case complete, clientLeft, failed(any Error) }

    /// Counts bytes of the body that were handed to the connection.
    func count(_ bytes: Int) {
        sent.wrappingAdd(Int64(bytes), ordering: .relaxed)
        metrics.recordSent(Int64(bytes))
    }

    func record(ending: Ending) {
        guard !isRecorded.exchange(true, ordering: .relaxed) else { return }
        let duration = ContinuousClock.now - start
        metrics.record(method, route: route, status: status, duration: duration)
        let level = level(ending)
        guard logger.logLevel <= level else { return }
        var metadata: Logger.Metadata = [
            "method": .string(method.rawValue), "path": .string(path), "route": .string(route), "status": .stringConvertible(status.code),
            "duration_us": .stringConvertible(Int(duration / .microseconds(1))), "sent": .stringConvertible(sent.load(ordering: .relaxed)),
        ]
        switch ending {
        case .complete: break
        case .clientLeft: metadata["error"] = "the connection ended before the answer"
        case .failed(let error): metadata["error"] = "\(error)"
        }
        logger.log(level: level, "request", metadata: metadata)
    }

    /// Changes and refusals are worth a line each; what a farm reads thousands of times a second is not.
    private func level(_ ending: Ending) -> Logger.Level {
        switch (ending, method, status.code) {
        case (.failed, _, _): .error
        case (_, _, 500...): .warning
        case (.clientLeft, _, _): .info
        case (_, .get, 404), (_, .head, 404), (_, .get, ..<400), (_, .head, ..<400): .debug
        default: .info
        }
    }
}
