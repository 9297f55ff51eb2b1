import Access
import HTTPServing
import HTTPTypes
import Hummingbird
import NIOCore
import OCIModel
import StageCache
import StageModel

/// `GET images/inspect`: what is known of one image.
struct InspectImageRoute: HTTPRoute {
    let name = APIEndpoint.inspectImage.path
    let demand: RouteDemand
    private let repository: RepositoryName
    private let tag: TagName
    private let cache: StageCache

    init(_ query: QueryItems, cache: StageCache) throws {
        guard let tag = query["tag"] else { throw OCIError(.requestInvalid, "the query lacks 'tag'") }
        self.repository = try query.repository()
        self.tag = try TagName(tag)
        self.cache = cache
        self.demand = .action(.pull, on: repository)
    }

    func respond(to request: Request, body: IncomingBody, context: ServingContext) async throws -> Response {
        try .json(try await cache.image(tag, in: repository))
    }
}
