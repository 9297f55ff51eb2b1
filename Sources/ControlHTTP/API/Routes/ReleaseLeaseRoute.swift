import Access
import HTTPServing
import HTTPTypes
import Hummingbird
import NIOCore
import OCIModel
import StageCache
import StageModel

/// `POST leases/release`: gives back a lease, or a place in its queue.
struct ReleaseLeaseRoute: HTTPRoute {
    let name = APIEndpoint.releaseLease.path
    let demand: RouteDemand
    private let reference: LeaseReference
    private let repository: RepositoryName
    private let cache: StageCache

    init(_ reference: LeaseReference, cache: StageCache) throws {
        self.reference = reference
        self.repository = try RepositoryName(reference.repository)
        self.cache = cache
        self.demand = .action(.push, on: repository)
    }

    func respond(to request: Request, body: IncomingBody, context: ServingContext) async throws -> Response {
        try await cache.release(reference, in: repository)
        return Response(status: .noContent)
    }
}
