import Access
import HTTPServing
import HTTPTypes
import Hummingbird
import NIOCore
import OCIModel
import StageCache
import StageModel

/// `POST stages/publish`: makes a manifest a stage. 409 says what there is instead.
struct PublishStageRoute: HTTPRoute {
    let name = APIEndpoint.publishStage.path
    let demand: RouteDemand
    private let publication: PublishStageRequest
    private let repository: RepositoryName
    private let cache: StageCache

    init(_ publication: PublishStageRequest, cache: StageCache) throws {
        self.publication = publication
        self.repository = try RepositoryName(publication.repository)
        self.cache = cache
        self.demand = .action(.push, on: repository)
    }

    func respond(to request: Request, body: IncomingBody, context: ServingContext) async throws -> Response {
        let response = try await cache.publish(publication, in: repository)
        return try .json(response, status: response.outcome == .published ? .created : .conflict)
    }
}
