import Access
import HTTPServing
import HTTPTypes
import Hummingbird
import ImageStore
import NIOCore
import OCIModel
import StageModel

/// `POST images/delete`: moves a tag, or a manifest with its tags, to the trash.
struct DeleteImageRoute: HTTPRoute {
    let name = APIEndpoint.deleteImage.path
    let demand: RouteDemand
    private let reference: Reference
    private let repository: RepositoryName
    private let now: Bool
    private let store: ImageStore

    init(_ deletion: DeleteImageRequest, store: ImageStore) throws {
        self.repository = try RepositoryName(deletion.repository)
        self.reference = try Reference(deletion.reference)
        self.now = deletion.now
        self.store = store
        self.demand = .action(.delete, on: repository)
    }

    func respond(to request: Request, body: IncomingBody, context: ServingContext) async throws -> Response {
        let entries = try await store.deleteImage(reference, from: repository, reason: now ? "deleted for good" : "deleted", now: now)
        return try .json(TrashListing(entries: entries, next: nil))
    }
}
