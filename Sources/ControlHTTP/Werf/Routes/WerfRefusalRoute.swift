import Access
import HTTPServing
import HTTPTypes
import Hummingbird

/// A path that names nothing. Clients of the protocol quote the text of such an answer.
struct WerfRefusalRoute: HTTPRoute {
    let name = "/werf/<other>"
    let demand = RouteDemand.action(.connect, on: nil)
    let status: HTTPResponse.Status
    let text: String

    func respond(to request: Request, body: IncomingBody, context: ServingContext) async throws -> Response {
        .werfText(text, status: status)
    }
}
