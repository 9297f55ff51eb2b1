import Access
import Catalog
import HTTPServing
import HTTPTypes
import Hummingbird
import ImageStore
import OCIModel

/// end-8: the tags of a repository in byte order, in pages.
struct TagListRoute: HTTPRoute {
    private struct Document: Encodable {
        let name: String
        let tags: [String]
    }

    let name = "tags/list"
    let demand: RouteDemand
    private let repository: RepositoryName
    private let page: PageRequest
    private let store: ImageStore

    init(method: HTTPRequest.Method, repository: RepositoryName, page: PageRequest, store: ImageStore) throws {
        guard [.get, .head].contains(method) else { throw Refusal.methodNotAllowed(allowed: [.get, .head]) }
        self.repository = repository
        self.page = page
        self.store = store
        self.demand = .action(.pull, on: repository)
    }

    func respond(to request: Request, body: IncomingBody, context: ServingContext) async throws -> Response {
        let found = try await store.tags(in: repository, after: page.after, limit: page.limit)
        var headers = HTTPFields()
        if found.hasMore, let last = found.items.last {
            headers[.link] = page.next(path: "/v2/\(repository)/tags/list", last: last.value)
        }
        return try .json(Document(name: repository.value, tags: found.items.map(\.value)), headers: headers)
    }
}
