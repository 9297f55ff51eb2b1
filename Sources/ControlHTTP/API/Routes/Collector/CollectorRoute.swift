import Access
import HTTPServing
import HTTPTypes
import Hummingbird
import NIOCore
import OCIModel
import Reclamation
import StageModel

/// `GET gc`: how the garbage collector stands. It names nothing of what there is, so it asks for what metrics ask.
struct CollectorRoute: HTTPRoute {
    let name = APIEndpoint.collector.path
    let demand = RouteDemand.action(.observe, on: nil)
    let collector: Collector

    func respond(to request: Request, body: IncomingBody, context: ServingContext) async throws -> Response {
        try .json(try await collector.status())
    }
}
