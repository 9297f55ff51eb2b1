import Access
import HTTPServing
import HTTPTypes
import Hummingbird
import NIOCore
import StageCache

/// `POST stages/lookup`: what there is under each signature of a chain.
struct LookupRoute: HTTPRoute {
    let name = APIEndpoint.lookupStages.path
    let demand: RouteDemand
    private let query: LookupQuery
    private let cache: StageCache

    init(query: LookupQuery, cache: StageCache) {
        self.query = query
        self.cache = cache
        self.demand = .action(.pull, on: query.repository)
    }

    func respond(to request: Request, body: IncomingBody, context: ServingContext) async throws -> Response {
        Response(status: .ok, headers: [.contentType: "application/json"], body: ResponseBody(byteBuffer: try await cache.lookup(query)))
    }
}
