import Access
import HTTPServing
import HTTPTypes
import Hummingbird
import NIOCore
import OCIModel
import StageCache
import StageModel

/// `POST leases/acquire`: asks for a lease, and waits for it as long as the client says.
struct AcquireLeaseRoute: HTTPRoute {
    let name = APIEndpoint.acquireLease.path
    let demand: RouteDemand
    private let request: AcquireLeaseRequest
    private let repository: RepositoryName
    private let cache: StageCache

    init(_ request: AcquireLeaseRequest, cache: StageCache) throws {
        self.request = request
        self.repository = try RepositoryName(request.repository)
        self.cache = cache
        self.demand = .action(.push, on: repository)
    }

    func respond(to request: Request, body: IncomingBody, context: ServingContext) async throws -> Response {
        let (asked, repository, cache) = (self.request, repository, cache)
        return try .json(try await context.whileClientWaits { try await cache.acquire(asked, in: repository) })
    }
}
