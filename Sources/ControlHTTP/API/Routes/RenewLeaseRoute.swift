import Access
import HTTPServing
import HTTPTypes
import Hummingbird
import NIOCore
import OCIModel
import StageCache
import StageModel

/// `POST leases/renew`: gives a holder the time to live again.
struct RenewLeaseRoute: HTTPRoute {
    let name = APIEndpoint.renewLease.path
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
        try .json(try await cache.renew(reference, in: repository))
    }
}
