import Access
import ContentHashing
import HTTPServing
import HTTPTypes
import Hummingbird
import ImageStore
import OCIModel

/// end-2 and end-10: blobs.
struct BlobRoute: HTTPRoute {
    let name = "blobs/<digest>"
    let demand: RouteDemand
    let streamsBody = true
    private let repository: RepositoryName
    private let digest: Digest
    private let store: ImageStore

    init(method: HTTPRequest.Method, repository: RepositoryName, digest: Digest, store: ImageStore) throws {
        let action: AccessRequest.Action
        switch method {
        case .get, .head: action = .pull
        case .delete: action = .delete
        default: throw Refusal.methodNotAllowed(allowed: [.get, .head, .delete])
        }
        self.repository = repository
        self.digest = digest
        self.store = store
        self.demand = .action(action, on: repository)
    }

    func respond(to request: Request, body: IncomingBody, context: ServingContext) async throws -> Response {
        switch request.method {
        case .delete:
            try await store.deleteBlob(digest, from: repository)
            return Response(status: .accepted)
        case .head:
            let blob = try await store.blob(digest, in: repository)
            var headers = self.headers
            headers[.contentLength] = String(blob.size)
            headers[.acceptRanges] = "bytes"
            return Response(status: .ok, headers: headers)
        default:
            if let known = request.headers[.ifNoneMatch], EntityTagList(known).matches(digest.description) {
                _ = try await store.blob(digest, in: repository)
                return Response(status: .notModified, headers: headers)
            }
            let (_, content) = try await store.openBlob(digest, in: repository)
            let response: Response = await .blob(content, range: wantedRange(of: request), headers: headers, logger: context.logger)
            if response.status.kind == .successful { store.uses.recordServed(Int64(response.body.contentLength ?? 0), of: repository) }
            return response
        }
    }

    private var headers: HTTPFields {
        let digest = self.digest.description
        return [
            .contentType: "application/octet-stream", .dockerContentDigest: digest, .eTag: "\"\(digest)\"",
            .cacheControl: "max-age=31536000, immutable",
        ]
    }

    /// A range that was asked of other content than this is not a range of this (RFC 9110, 13.1.5).
    private func wantedRange(of request: Request) -> String? {
        if let condition = request.headers[.ifRange], condition != "\"\(digest)\"" { return nil }
        return request.headers[.range]
    }
}
