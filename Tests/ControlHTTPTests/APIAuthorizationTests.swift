import Access
import BlobStore
import Catalog
import ContentHashing
import ControlHTTP
import FoundationEssentials
import HTTPServing
import HTTPTypes
import Hummingbird
import ImageStore
import Logging
import NIOCore
import NIOEmbedded
import OCIModel
import StageCache
import StageModel
import StowageTestSupport
import Testing

/// Every route of the API asks the authorizer before it does anything, also those whose body says about what.
@Suite struct APIAuthorizationTests {
    struct Asked: Sendable, CustomStringConvertible {
        let endpoint: APIEndpoint
        var query = ""
        var body = ""
        let action: AccessRequest.Action
        let repository: String?
        var description: String { endpoint.path + query }
    }

    private static let signature = String(repeating: "1", count: 64)
    private static let digest = Digest(hashing: [1])
    private static let lease = #"{"repository":"app","name":"n","id":"i","mode":"shared","timeToLive":1000,"wait":0}"#

    static let routes = [
        Asked(endpoint: .lookupStages, body: #"{"repository":"app","signatures":["\#(signature)"]}"#, action: .pull, repository: "app"),
        Asked(
            endpoint: .publishStage, body: #"{"repository":"app","signature":"\#(signature)","digest":"\#(digest)","generation":0}"#, action: .push,
            repository: "app"),
        Asked(endpoint: .stages, query: "?repository=app", action: .pull, repository: "app"),
        Asked(endpoint: .images, query: "?repository=app", action: .pull, repository: "app"),
        Asked(endpoint: .inspectImage, query: "?repository=app&tag=latest", action: .pull, repository: "app"),
        Asked(endpoint: .publishImage, body: publication, action: .push, repository: "target"),
        Asked(endpoint: .acquireLease, body: lease, action: .push, repository: "app"),
        Asked(endpoint: .renewLease, body: lease, action: .push, repository: "app"),
        Asked(endpoint: .releaseLease, body: lease, action: .push, repository: "app"),
        Asked(endpoint: .leases, query: "?repository=app", action: .push, repository: "app"),
        Asked(endpoint: .statistics, query: "?repository=app", action: .pull, repository: "app"),
        Asked(endpoint: .statistics, action: .observe, repository: nil),
        Asked(endpoint: .openAPI, action: .connect, repository: nil),
    ]

    private static let publication =
        #"{"sourceRepository":"app","source":"latest","repository":"target","tag":"main","strategy":"custom","commits":[]}"#

    @Test func noEndpointIsLeftOut() {
        #expect(Set(Self.routes.map(\.endpoint)) == Set(APIEndpoint.allCases))
    }

    @Test func aRouteAsksAndObeys() async throws {
        try await Self.withStores { store, cache, changes in
            for route in Self.routes {
                for (decision, status) in [(AccessDecision.denied(reason: "not you"), 403), (.unauthenticated, 401)] {
                    let authorizer = DenyingAuthorizer { _ in decision }
                    let before = changes()
                    let response = try await Self.respond(to: route, by: authorizer, store, cache)
                    #expect(response.status.code == status, "\(route)")
                    #expect(changes() == before, "\(route)")
                    let repository = try route.repository.map { try RepositoryName($0) }
                    #expect(
                        authorizer.questions == [AccessRequest(identity: .anonymous, action: route.action, repository: repository)], "\(route)")
                }
            }
        }
    }

    /// Who may push to the target and not pull from the source gets nothing of the source.
    @Test func publishingAnImageAsksForItsSource() async throws {
        let authorizer = DenyingAuthorizer { $0.action == .push ? .allowed : .denied(reason: "no") }
        let route = try #require(Self.routes.first { $0.endpoint == .publishImage })
        try await Self.withStores { store, cache, changes in
            let before = changes()
            let response = try await Self.respond(to: route, by: authorizer, store, cache)
            #expect(response.status == .forbidden && changes() == before)
        }
        #expect(authorizer.questions.last == AccessRequest(identity: .anonymous, action: .pull, repository: try RepositoryName("app")))
    }

    /// What can't be is refused without a question, as a bad path is.
    @Test func aBrokenBodyIsNoQuestion() async throws {
        try await Self.withStores { store, cache, _ in
            for endpoint in APIEndpoint.allCases where endpoint.methods == [.post] {
                let authorizer = DenyingAuthorizer { _ in .denied(reason: "no") }
                let route = Asked(endpoint: endpoint, body: "{}", action: .push, repository: nil)
                let response = try await Self.respond(to: route, by: authorizer, store, cache)
                #expect(response.status == .badRequest && authorizer.questions.isEmpty, "\(route)")
            }
        }
    }

    private static func respond(
        to route: Asked, by authorizer: any Authorizer, _ store: ImageStore, _ cache: StageCache
    ) async throws -> Response {
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let responder = ServingResponder(
            services: [APIService(store: store, cache: cache, authorizer: authorizer, pageLimit: 100)], authorizer: authorizer,
            metrics: ServingMetrics(factory: PrometheusRegistry()), logger: logger)
        let method = try #require(route.endpoint.methods.first)
        let body = ByteBuffer(string: route.body)
        let request = Request(
            head: HTTPRequest(
                method: method, scheme: nil, authority: "a", path: route.endpoint.path + route.query,
                headerFields: [.contentLength: String(body.readableBytes)]),
            body: RequestBody(buffer: body))
        return try await responder.respond(
            to: request, context: ServingContext(source: ApplicationRequestContextSource(channel: NIOAsyncTestingChannel(), logger: logger)))
    }

    /// Calls `body` with stores, and with what counts the catalog's changes.
    private static func withStores(_ body: (ImageStore, StageCache, () -> Int64) async throws -> Void) async throws {
        try await TemporaryCatalog.use { temporary in
            let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            let blobs = try await FileBlobStore.open(
                at: temporary.folder, configuration: .init(lowWaterMark: 0, reserveSize: 0, uploadWindow: 1 << 20), logger: logger)
            let store = ImageStore(blobs: blobs, catalog: temporary.catalog, clock: temporary.clock.reading, logger: logger)
            let cache = StageCache(store: store, catalog: temporary.catalog, clock: temporary.clock.reading, logger: logger)
            let result: Result<Void, any Error>
            do {
                result = .success(try await body(store, cache) { temporary.catalog.commitCounts.operations })
            } catch {
                result = .failure(error)
            }
            await blobs.close()
            try result.get()
        }
    }
}
