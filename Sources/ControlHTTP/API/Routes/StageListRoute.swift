import Access
import Catalog
import HTTPServing
import HTTPTypes
import Hummingbird
import NIOCore
import OCIModel
import StageCache
import StageModel

/// `GET stages`: the stages of a repository with their hits, in pages.
struct StageListRoute: HTTPRoute {
    let name = APIEndpoint.stages.path
    let demand: RouteDemand
    private let repository: RepositoryName
    private let stageName: String?
    private let order: StageOrder
    private let page: PageRequest
    private let cache: StageCache

    init(_ query: QueryItems, page: PageRequest, cache: StageCache) throws {
        switch query["order"] {
        case nil, "newest": self.order = .newest
        case "tag": self.order = .tag
        case let other?: throw OCIError(.requestInvalid, "the order is 'newest' or 'tag', not '\(other.prefix(40))'")
        }
        self.repository = try query.repository()
        self.stageName = query["stage"]
        self.page = page
        self.cache = cache
        self.demand = .action(.pull, on: repository)
    }

    func respond(to request: Request, body: IncomingBody, context: ServingContext) async throws -> Response {
        try .json(try await cache.stages(in: repository, stageName: stageName, order: order, after: page.after, limit: page.limit))
    }
}
