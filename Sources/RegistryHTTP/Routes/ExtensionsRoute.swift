import Access
import HTTPServing
import HTTPTypes
import Hummingbird
import OCIModel

/// `_oci/ext/discover`: which extensions of the API there are; of these only the list of repositories.
struct ExtensionsRoute: HTTPRoute {
    private struct Document: Encodable {
        struct Extension: Encodable {
            let name: String
            let description: String
            let url: String
        }

        let extensions: [Extension]
    }

    let name = "_oci/ext/discover"
    let demand: RouteDemand
    private let repository: RepositoryName?

    init(method: HTTPRequest.Method, repository: RepositoryName?) throws {
        guard [.get, .head].contains(method) else { throw Refusal.methodNotAllowed(allowed: [.get, .head]) }
        self.repository = repository
        self.demand = .action(repository == nil ? .connect : .pull, on: repository)
    }

    func respond(to request: Request, body: IncomingBody, context: ServingContext) async throws -> Response {
        let catalog = Document.Extension(
            name: "_catalog", description: "lists repositories",
            url: "https://distribution.github.io/distribution/spec/api/#listing-repositories")
        return try .json(Document(extensions: repository == nil ? [catalog] : []))
    }
}
