import Access
import HTTPServing
import HTTPTypes
import Hummingbird
import ImageStore
import NIOCore
import OCIModel
import StageModel

/// `POST images/restore`: takes a tag, or a manifest with its tags, out of the trash.
///
/// Asks for the right to delete: who may take something away may bring it back, and a right to push doesn't reach what was deleted.
struct RestoreImageRoute: HTTPRoute {
    let name = APIEndpoint.restoreImage.path
    let demand: RouteDemand
    private let reference: Reference
    private let repository: RepositoryName
    private let store: ImageStore

    init(_ restoration: RestoreImageRequest, store: ImageStore) throws {
        self.repository = try RepositoryName(restoration.repository)
        self.reference = try Reference(restoration.reference)
        self.store = store
        self.demand = .action(.delete, on: repository)
    }

    func respond(to request: Request, body: IncomingBody, context: ServingContext) async throws -> Response {
        try .json(TrashListing(entries: try await store.restoreImage(reference, in: repository), next: nil))
    }
}
