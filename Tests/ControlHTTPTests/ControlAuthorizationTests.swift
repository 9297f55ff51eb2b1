import Access
import HTTPTypes
import Hummingbird
import StowageTestSupport
import Testing

/// The routes of operators ask the authorizer like all others.
@Suite struct ControlAuthorizationTests {
    @Test(arguments: [("/healthz", AccessRequest.Action.probe), ("/readyz", .probe), ("/metrics", .observe)])
    func aRouteAsksAndObeys(path: String, action: AccessRequest.Action) async throws {
        try await APIWorld.with { world, _ in
            for (decision, status) in [(AccessDecision.denied(reason: "not you"), 403), (.unauthenticated, 401), (.allowed, 200)] {
                let authorizer = DenyingAuthorizer { _ in decision }
                let response = try await world.respond(to: .get, path, body: "", by: authorizer)
                #expect(response.status.code == status)
                #expect(authorizer.questions == [AccessRequest(identity: .anonymous, action: action, repository: nil)])
            }
        }
    }
}
