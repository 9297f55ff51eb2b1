import Access
import Catalog
import ContentHashing
import HTTPServing
import HTTPTypes
import Hummingbird
import ImageStore
import OCIModel

/// end-12: the manifests that have a digest as their subject. Never 404: no referrers are an empty list.
struct ReferrersRoute: HTTPRoute {
    let name = "referrers/<digest>"
    let demand: RouteDemand
    private let repository: RepositoryName
    private let subject: Digest
    private let page: PageRequest
    private let artifactType: String?
    private let store: ImageStore

    init(
        method: HTTPRequest.Method, repository: RepositoryName, subject: Digest, query: QueryItems, pageLimit: Int, store: ImageStore
    ) throws {
        guard [.get, .head].contains(method) else { throw Refusal.methodNotAllowed(allowed: [.get, .head]) }
        self.repository = repository
        self.subject = subject
        self.page = try PageRequest(query, pageLimit: pageLimit)
        self.artifactType = query["artifactType"].flatMap { $0.isEmpty ? nil : $0 }
        self.store = store
        self.demand = .action(.pull, on: repository)
    }

    func respond(to request: Request, body: IncomingBody, context: ServingContext) async throws -> Response {
        let found = try await store.referrers(of: subject, in: repository, artifactType: artifactType, after: page.after, limit: page.limit)
        let document = ReferrersDocument(found.items)
        var headers = HTTPFields()
        if artifactType != nil { headers[.ociFiltersApplied] = "artifactType" }
        if found.hasMore || document.manifests.count < found.items.count, let last = document.manifests.last {
            headers[.link] = page.next(
                path: "/v2/\(repository)/referrers/\(subject)", last: last.digest, query: artifactType.map { [("artifactType", $0)] } ?? [])
        }
        return try .json(document, headers: headers, contentType: MediaType.ociImageIndex.value)
    }
}
