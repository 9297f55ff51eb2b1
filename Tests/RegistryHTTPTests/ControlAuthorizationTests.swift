import Access
import ControlHTTP
import HTTPServing
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import NIOEmbedded
import StowageTestSupport
import Testing

/// The routes of operators ask the authorizer like all others.
@Suite struct ControlAuthorizationTests {
    @Test(arguments: [("/healthz", AccessRequest.Action.probe), ("/readyz", .probe), ("/metrics", .observe)])
    func aRouteAsksAndObeys(path: String, action: AccessRequest.Action) async throws {
        for (decision, status) in [(AccessDecision.denied(reason: "not you"), 403), (.unauthenticated, 401), (.allowed, 200)] {
            let authorizer = DenyingAuthorizer { _ in decision }
            let response = try await AuthorizationTests.withStores { store, collector, _ in
                let registry = PrometheusRegistry()
                let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
                let responder = ServingResponder(
                    services: [ControlService(store: store, collector: collector, metrics: registry)], authorizer: authorizer,
                    metrics: ServingMetrics(factory: registry), logger: logger)
                let request = Request(
                    head: HTTPRequest(method: .get, scheme: nil, authority: "a", path: path), body: RequestBody(buffer: ByteBuffer()))
                return try await responder.respond(
                    to: request,
                    context: ServingContext(source: ApplicationRequestContextSource(channel: NIOAsyncTestingChannel(), logger: logger)))
            }
            #expect(response.status.code == status)
            #expect(authorizer.questions == [AccessRequest(identity: .anonymous, action: action, repository: nil)])
        }
    }
}
