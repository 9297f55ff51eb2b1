import Access
import ContentHashing
import HTTPServing
import HTTPTypes
import Hummingbird
import ImageStore
import OCIModel

/// end-4 and end-11: opens an upload, or makes it unnecessary: by a mount, or by taking the whole blob at once.
struct UploadStartRoute: HTTPRoute {
    let name = "blobs/uploads/"
    let demand: RouteDemand
    private let repository: RepositoryName
    private let query: QueryItems
    private let store: ImageStore
    private let authorizer: any Authorizer

    init(method: HTTPRequest.Method, repository: RepositoryName, query: QueryItems, store: ImageStore, authorizer: any Authorizer) throws {
        guard method == .post else { throw Refusal.methodNotAllowed(allowed: [.post]) }
        self.repository = repository
        self.query = query
        self.store = store
        self.authorizer = authorizer
        self.demand = .action(.push, on: repository)
    }

    func respond(to request: Request, body: IncomingBody, context: ServingContext) async throws -> Response {
        var algorithm = try self.algorithm()
        if let text = query["mount"] {
            let digest = try OCIError.digest(text)
            if let blob = try await mount(digest, context: context) { return .created(blob, in: repository) }
            algorithm = digest.algorithm
        } else if let text = query["digest"] {
            let digest = try OCIError.digest(text)
            return .created(try await store.storeBlob(body, size: body.declaredSize, as: digest, in: repository), in: repository)
        }
        return .accepted(try await store.startUpload(in: repository, algorithm: algorithm))
    }

    /// - Returns: `nil` where the blob isn't there or may not be read there; the client then uploads it.
    private func mount(_ digest: Digest, context: ServingContext) async throws -> StoredBlob? {
        var source: RepositoryName?
        if let from = query["from"] {
            do {
                source = try RepositoryName(from)
            } catch {
                return nil
            }
        }
        // Without a source the blob may come from anywhere, which only someone may ask who may read everywhere.
        let question = AccessRequest(identity: context.identity, action: .pull, repository: source)
        guard case .allowed = await authorizer.decide(question) else { return nil }
        return try await store.mountBlob(digest, from: source, into: repository)
    }

    private func algorithm() throws -> DigestAlgorithm {
        guard let name = query["digest-algorithm"] else { return .sha256 }
        guard let algorithm = DigestAlgorithm(rawValue: name) else {
            throw OCIError(.unsupported, "the digest algorithm '\(name.prefix(40))' is not supported; use sha256 or sha512")
        }
        return algorithm
    }
}
