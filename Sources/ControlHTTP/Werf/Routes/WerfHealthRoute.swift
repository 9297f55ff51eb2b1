import Access
import HTTPServing
import Hummingbird

/// `/werf/health`: answers what was sent, so that a client sees who answers. A GET has nothing to send.
struct WerfHealthRoute: HTTPRoute {
    let name = "/werf/health"
    let demand = RouteDemand.action(.probe, on: nil)

    func respond(to request: Request, body: IncomingBody, context: ServingContext) async throws -> Response {
        do {
            let message = request.method == .post ? try await WerfBody.decode(body) : WerfHealthRequest()
            return .werf(WerfAnswers.health(echo: message.echo))
        } catch let error as WerfBodyError {
            return .werfText(error.message, status: .badRequest)
        }
    }
}
