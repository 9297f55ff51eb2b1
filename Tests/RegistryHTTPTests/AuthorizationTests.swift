import Access
import BlobStore
import Catalog
import ContentHashing
import HTTPServing
import HTTPTypes
import Hummingbird
import ImageStore
import Logging
import NIOCore
import NIOEmbedded
import OCIModel
import Reclamation
import RegistryHTTP
import StowageTestSupport
import Testing

/// Every route asks the authorizer before it does anything, and takes no for an answer.
@Suite struct AuthorizationTests {
    static let content = Array("content".utf8)
    static let digest = Digest(hashing: content)
    static let index = ManifestBuilder.index().bytes
    static let session = "00000000-0000-4000-8000-000000000000"

    struct Asked: Sendable, CustomTestStringConvertible {
        let method: HTTPRequest.Method
        let path: String
        let action: AccessRequest.Action
        var repository: String? = "app"
        var testDescription: String { "\(method) \(path)" }
    }

    static let routes: [Asked] =
        [HTTPRequest.Method.get, .head].flatMap { method in
            [
                Asked(method: method, path: "/v2/", action: .connect, repository: nil),
                Asked(method: method, path: "/v2/_catalog", action: .list, repository: nil),
                Asked(method: method, path: "/v2/_oci/ext/discover", action: .connect, repository: nil),
                Asked(method: method, path: "/v2/app/_oci/ext/discover", action: .pull),
                Asked(method: method, path: "/v2/app/tags/list", action: .pull),
                Asked(method: method, path: "/v2/app/referrers/\(digest)", action: .pull),
                Asked(method: method, path: "/v2/app/manifests/latest", action: .pull),
                Asked(method: method, path: "/v2/app/manifests/\(Digest(hashing: index))", action: .pull),
                Asked(method: method, path: "/v2/app/blobs/\(digest)", action: .pull),
                Asked(method: method, path: "/v2/app/blobs/uploads/\(session)", action: .push),
            ]
        } + [
            Asked(method: .put, path: "/v2/app/manifests/latest", action: .push),
            Asked(method: .put, path: "/v2/app/manifests/\(Digest(hashing: index))?tag=a", action: .push),
            Asked(method: .delete, path: "/v2/app/manifests/latest", action: .delete),
            Asked(method: .delete, path: "/v2/app/manifests/\(Digest(hashing: index))", action: .delete),
            Asked(method: .delete, path: "/v2/app/blobs/\(digest)", action: .delete),
            Asked(method: .post, path: "/v2/app/blobs/uploads/", action: .push),
            Asked(method: .post, path: "/v2/app/blobs/uploads/?digest=\(Digest(hashing: index))", action: .push),
            Asked(method: .post, path: "/v2/app/blobs/uploads/?mount=\(digest)&from=source", action: .push),
            Asked(method: .patch, path: "/v2/app/blobs/uploads/\(session)", action: .push),
            Asked(method: .put, path: "/v2/app/blobs/uploads/\(session)?digest=\(digest)", action: .push),
            Asked(method: .delete, path: "/v2/app/blobs/uploads/\(session)", action: .push),
        ]

    @Test(arguments: routes) func aRouteAsksAndObeys(_ route: Asked) async throws {
        for (decision, status) in [(AccessDecision.denied(reason: "not you"), 403), (.unauthenticated, 401)] {
            try await Self.withStores { store, _, changes in
                let authorizer = DenyingAuthorizer { _ in decision }
                let before = changes()
                let response = try await Self.respond(to: route, by: authorizer, store: store)
                #expect(response.status.code == status)
                #expect((response.headers[.wwwAuthenticate] != nil) == (status == 401))
                #expect(
                    authorizer.questions == [
                        AccessRequest(identity: .anonymous, action: route.action, repository: try route.repository.map { try RepositoryName($0) })
                    ])
                #expect(changes() == before)
                #expect(try await store.blob(Self.digest, in: RepositoryName("app")).size == 7)
            }
        }
    }

    /// Who may push here and not read there gets an upload, and learns nothing of what is there.
    @Test(arguments: ["&from=source", ""]) func aMountAsksForItsSource(from: String) async throws {
        try await Self.withStores { store, _, _ in
            let authorizer = DenyingAuthorizer { $0.action == .push ? .allowed : .denied(reason: "no") }
            let other = Array("secret".utf8)
            let secret = Digest(hashing: other)
            _ = try await store.storeBlob(Pieces([other]), size: 6, as: secret, in: RepositoryName("source"))
            let route = Asked(method: .post, path: "/v2/app/blobs/uploads/?mount=\(secret)\(from)", action: .push)
            let response = try await Self.respond(to: route, by: authorizer, store: store)
            #expect(response.status == .accepted)
            let source = try from.isEmpty ? nil : RepositoryName("source")
            #expect(authorizer.questions.last == AccessRequest(identity: .anonymous, action: .pull, repository: source))
            await #expect(throws: OCIError.self) { try await store.blob(secret, in: RepositoryName("app")) }
        }
    }

    // MARK: -

    private static func respond(to route: Asked, by authorizer: any Authorizer, store: ImageStore) async throws -> Response {
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let responder = ServingResponder(
            services: [RegistryService(store: store, authorizer: authorizer, pageLimit: 100)], authorizer: authorizer,
            metrics: ServingMetrics(factory: PrometheusRegistry()), logger: logger)
        let request = Request(
            head: HTTPRequest(method: route.method, scheme: nil, authority: "registry.test", path: route.path, headerFields: [.contentLength: "0"]),
            body: RequestBody(buffer: ByteBuffer()))
        let channel = NIOAsyncTestingChannel()
        return try await responder.respond(
            to: request, context: ServingContext(source: ApplicationRequestContextSource(channel: channel, logger: logger)))
    }

    static func withStores<Value>(_ body: (ImageStore, Collector, () -> Int64) async throws -> Value) async throws -> Value {
        try await TemporaryCatalog.use { temporary in
            let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            let blobs = try await FileBlobStore.open(
                at: temporary.folder, configuration: .init(lowWaterMark: 0, reserveSize: 0, uploadWindow: 1 << 20), logger: logger)
            let store = ImageStore(blobs: blobs, catalog: temporary.catalog, clock: temporary.clock.reading, logger: logger)
            do {
                let app = try RepositoryName("app")
                _ = try await store.storeBlob(Pieces([content]), size: 7, as: digest, in: app)
                try await store.publish(
                    Manifest(parsing: index, contentType: MediaType.ociImageIndex.value), tags: [TagName("latest")], in: app)
                let collector = Collector(
                    store: store, catalog: temporary.catalog, blobs: blobs, configuration: CollectorConfiguration(), clock: temporary.clock.reading,
                    logger: logger)
                let value = try await body(store, collector) { temporary.catalog.commitCounts.operations }
                await store.parkUploads()
                await blobs.close()
                return value
            } catch {
                await blobs.close()
                throw error
            }
        }
    }
}
