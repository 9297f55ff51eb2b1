import Access
import HTTPServing
import HTTPTypes
import Hummingbird
import ImageStore
import NIOCore
import OCIModel
import StageModel

/// `POST images/publish`: gives a manifest a tag and records why.
struct PublishImageRoute: HTTPRoute {
    let name = APIEndpoint.publishImage.path
    let demand: RouteDemand
    private let publication: PublishImageRequest
    private let source: RepositoryName
    private let store: ImageStore
    private let authorizer: any Authorizer

    init(_ publication: PublishImageRequest, store: ImageStore, authorizer: any Authorizer) throws {
        self.publication = publication
        self.source = try RepositoryName(publication.sourceRepository)
        self.store = store
        self.authorizer = authorizer
        self.demand = .action(.push, on: try RepositoryName(publication.repository))
        // What can't be is said before anybody is asked, as on all other paths.
        _ = try TagName(publication.tag)
        _ = try Reference(publication.source)
    }

    func respond(to request: Request, body: IncomingBody, context: ServingContext) async throws -> Response {
        try await context.authorize(.pull, on: source, by: authorizer)
        return try .json(try await store.publishImage(publication), status: .created)
    }
}
