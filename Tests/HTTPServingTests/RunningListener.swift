import Access
import HTTPServing
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import StowageTestSupport

/// The real listener on a free port, in front of one route of the test's.
struct RunningListener: Sendable {
    let port: Int
    let metrics: PrometheusRegistry

    static func with<Value: Sendable>(
        idleTimeout: TimeAmount = .seconds(60), stallTimeout: TimeAmount = .seconds(30), streamsBody: Bool = false,
        logger: Logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
        answer: @escaping @Sendable (Request, IncomingBody) async throws -> Response,
        _ body: @escaping @Sendable (RunningListener) async throws -> Value
    ) async throws -> Value {
        let metrics = PrometheusRegistry()
        let authorizer = OpenAuthorizer()
        let responder = ServingResponder(
            services: [OneRoute(streamsBody: streamsBody, answer: answer)], authorizer: authorizer,
            metrics: ServingMetrics(factory: metrics), logger: logger)
        let (ports, port) = AsyncStream<Int>.makeStream()
        let application = Application.registry(
            responder: responder, host: "127.0.0.1", port: 0,
            limits: ConnectionLimits(idleTimeout: idleTimeout, bodyTimeout: stallTimeout, maximumConnections: 100),
            onRunning: { port.yield($0) }, logger: logger)
        return try await withThrowingTaskGroup(of: Value?.self) { tasks in
            tasks.addTask {
                defer { port.finish() }
                try await application.run()
                return nil
            }
            var iterator = ports.makeAsyncIterator()
            guard let number = await iterator.next() else { throw CancellationError() }
            let value = try await body(RunningListener(port: number, metrics: metrics))
            tasks.cancelAll()
            return value
        }
    }
}

private struct OneRoute: HTTPService, HTTPRoute {
    let name = "one"
    let demand = RouteDemand.action(.pull, on: nil)
    let streamsBody: Bool
    let answer: @Sendable (Request, IncomingBody) async throws -> Response

    func route(_ request: Request) throws -> (any RouteMatch)? { self }

    func respond(to request: Request, body: IncomingBody, context: ServingContext) async throws -> Response {
        try await answer(request, body)
    }
}
