import Access
import HTTPServing
import HTTPTypes
import Hummingbird
import ImageStore
import NIOCore
import OCIModel
import StageModel

/// `GET trash`: what can be restored, in pages.
struct TrashRoute: HTTPRoute {
    let name = APIEndpoint.trash.path
    let demand: RouteDemand
    private let repository: RepositoryName
    private let page: PageRequest
    private let store: ImageStore

    init(_ query: QueryItems, page: PageRequest, store: ImageStore) throws {
        self.repository = try query.repository()
        self.page = page
        self.store = store
        self.demand = .action(.pull, on: repository)
    }

    func respond(to request: Request, body: IncomingBody, context: ServingContext) async throws -> Response {
        try .json(try await store.trash(in: repository, after: page.after, limit: page.limit))
    }
}
