import Access
import ContentHashing
import HTTPServing
import HTTPTypes
import Hummingbird
import ImageStore
import OCIModel

/// end-5, end-6, end-13 and end-14: an open upload.
struct UploadRoute: HTTPRoute {
    private static let methods: [HTTPRequest.Method] = [.get, .head, .patch, .put, .delete]

    let name = "blobs/uploads/<id>"
    let demand: RouteDemand
    private let repository: RepositoryName
    private let id: UploadID
    private let query: QueryItems
    private let store: ImageStore

    init(method: HTTPRequest.Method, repository: RepositoryName, id: String, query: QueryItems, store: ImageStore) throws {
        guard Self.methods.contains(method) else { throw Refusal.methodNotAllowed(allowed: Self.methods) }
        guard let id = UploadID(id) else {
            throw OCIError(.uploadUnknown, "that is not the address of an upload; start one with POST to /v2/\(repository)/blobs/uploads/")
        }
        self.repository = repository
        self.id = id
        self.query = query
        self.store = store
        self.demand = .action(.push, on: repository)
    }

    func respond(to request: Request, body: IncomingBody, context: ServingContext) async throws -> Response {
        do {
            switch request.method {
            case .patch:
                let range = try request.headers[.contentRange].map { try ChunkRange($0) }
                return .accepted(try await store.append(body, size: body.declaredSize, at: range, to: id, in: repository))
            case .put:
                return try await close(request, body: body)
            case .delete:
                try await store.cancelUpload(id, in: repository)
                return Response(status: .noContent)
            default:
                let status = try await store.uploadStatus(id, in: repository)
                return Response(status: .noContent, headers: .upload(status))
            }
        } catch let error as OCIError where error.code == .rangeOutOfOrder {
            // The client learns where to go on without another request.
            let status = try await store.uploadStatus(id, in: repository)
            throw Refusal(error, headers: .upload(status))
        }
    }

    private func close(_ request: Request, body: IncomingBody) async throws -> Response {
        guard let text = query["digest"] else {
            throw OCIError(.digestInvalid, "a PUT that closes an upload needs ?digest=")
        }
        let digest = try OCIError.digest(text)
        let range = try request.headers[.contentRange].map { try ChunkRange($0) }
        let blob = try await store.finishUpload(id, with: body, size: body.declaredSize, at: range, as: digest, in: repository)
        return .created(blob, in: repository)
    }
}
