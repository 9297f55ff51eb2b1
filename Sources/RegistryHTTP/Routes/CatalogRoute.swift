import Access
import Catalog
import HTTPServing
import HTTPTypes
import Hummingbird
import ImageStore
import OCIModel

/// `_catalog`: the repositories that hold a manifest, in pages.
struct CatalogRoute: HTTPRoute {
    private struct Document: Encodable {
        let repositories: [String]
    }

    let name = "_catalog"
    let demand = RouteDemand.action(.list, on: nil)
    private let page: PageRequest
    private let store: ImageStore

    init(method: HTTPRequest.Method, page: PageRequest, store: ImageStore) throws {
        guard [.get, .head].contains(method) else { throw Refusal.methodNotAllowed(allowed: [.get, .head]) }
        self.page = page
        self.store = store
    }

    func respond(to request: Request, body: IncomingBody, context: ServingContext) async throws -> Response {
        let found = try await store.repositories(after: page.after, limit: page.limit)
        var headers = HTTPFields()
        if found.hasMore, let last = found.items.last { headers[.link] = page.next(path: "/v2/_catalog", last: last.value) }
        return try .json(Document(repositories: found.items.map(\.value)), headers: headers)
    }
}
