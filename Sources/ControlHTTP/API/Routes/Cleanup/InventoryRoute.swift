import Access
import Catalog
import HTTPServing
import HTTPTypes
import Hummingbird
import ImageStore
import NIOCore
import OCIModel
import StageModel

/// `GET cleanup/inventory`: some manifests of a project's repository, with what they mean.
struct InventoryRoute: HTTPRoute {
    /// Manifests of a page at most: what is read at once from the catalog, and held in memory.
    private static let pageLimit = 1000

    let name = APIEndpoint.inventory.path
    let demand: RouteDemand
    private let question: ProjectQuestion
    private let after: String?
    private let limit: Int
    private let pattern: String?
    private let store: ImageStore

    init(_ query: QueryItems, page: PageRequest, pattern: String?, store: ImageStore, authorizer: any Authorizer) throws {
        self.question = try ProjectQuestion(.pull, on: query.project(), by: authorizer)
        self.after = page.after
        // A page of none would have no place to go on from.
        self.limit = min(max(page.limit, 1), Self.pageLimit)
        self.pattern = pattern
        self.store = store
        self.demand = question.demand
    }

    func respond(to request: Request, body: IncomingBody, context: ServingContext) async throws -> Response {
        let page = try await store.inventory(ofProject: question.project, pattern: pattern, after: after, limit: limit)
        // One without manifests is of no repository.
        if !page.manifests.isEmpty { try await question.ask(about: page.repository, context) }
        return Response(status: .ok, headers: [.contentType: "application/json"], body: ResponseBody(byteBuffer: ByteBuffer(bytes: page.json)))
    }
}
