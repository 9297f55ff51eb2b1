import Access
import HTTPServing
import HTTPTypes
import Hummingbird
import NIOCore
import OCIModel
import StageCache
import StageModel

/// `GET images`: the images of a repository, in pages.
struct ImageListRoute: HTTPRoute {
    let name = APIEndpoint.images.path
    let demand: RouteDemand
    private let repository: RepositoryName
    private let page: PageRequest
    private let cache: StageCache

    init(_ query: QueryItems, page: PageRequest, cache: StageCache) throws {
        self.repository = try query.repository()
        self.page = page
        self.cache = cache
        self.demand = .action(.pull, on: repository)
    }

    func respond(to request: Request, body: IncomingBody, context: ServingContext) async throws -> Response {
        try .json(try await cache.images(in: repository, after: page.after, limit: page.limit))
    }
}
