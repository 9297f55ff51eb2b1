import Access
import FoundationEssentials
import HTTPServing
import Hummingbird

/// `/werf/new-client-id`: an id for the users of a stages repository. Nothing is kept of it here: the client pushes it as a
/// tag, and the oldest tag of a repository wins.
struct WerfClientIDRoute: HTTPRoute {
    let name = "/werf/new-client-id"
    let demand = RouteDemand.action(.connect, on: nil)

    func respond(to request: Request, body: IncomingBody, context: ServingContext) async throws -> Response {
        do {
            if request.method == .post { _ = try await WerfBody.decode(body) as WerfEmptyRequest }
            return .werf(WerfAnswers.clientID(UUID().uuidString.lowercased()))
        } catch let error as WerfBodyError {
            return .werfText(error.message, status: .badRequest)
        }
    }
}
