import Access
import Catalog
import ContentHashing
import ControlHTTP
import HTTPServing
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import NIOEmbedded
import OCIModel
import StowageTestSupport
import Synchronization
import Testing

/// Every call asks the authorizer before it does anything, and takes no for an answer.
@Suite struct WerfAuthorizationTests {
    private final class Guard: Authorizer {
        private let answer: @Sendable (AccessRequest) -> AccessDecision
        private let asked = Mutex<[AccessRequest]>([])

        init(_ answer: @escaping @Sendable (AccessRequest) -> AccessDecision) { self.answer = answer }

        var questions: [AccessRequest] { asked.withLock { $0 } }

        func decide(_ request: AccessRequest) async -> AccessDecision {
            asked.withLock { $0.append(request) }
            return answer(request)
        }
    }

    private static func respond(
        _ path: String, _ body: String = "{}", in temporary: TemporaryCatalog, by authorizer: any Authorizer
    ) async throws -> Response {
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let responder = ServingResponder(
            services: [WerfService(catalog: temporary.catalog, authorizer: authorizer)], authorizer: authorizer,
            metrics: ServingMetrics(factory: PrometheusRegistry()), logger: logger)
        let request = Request(
            head: HTTPRequest(
                method: .post, scheme: nil, authority: "a", path: "/werf" + path, headerFields: [.contentLength: "\(body.utf8.count)"]),
            body: RequestBody(buffer: ByteBuffer(string: body)))
        return try await responder.respond(
            to: request, context: ServingContext(source: ApplicationRequestContextSource(channel: NIOAsyncTestingChannel(), logger: logger)))
    }

    private static let calls: [(path: String, action: AccessRequest.Action)] = [
        ("locker/acquire", .push), ("locker/renew-lease", .push), ("locker/release", .push),
        ("stages-storage-cache/get-all-stages", .pull), ("stages-storage-cache/delete-all-stages", .push),
        ("stages-storage-cache/get-stages-by-signature", .pull), ("stages-storage-cache/store-stages-by-signature", .push),
        ("stages-storage-cache/delete-stages-by-signature", .push), ("stages-storage-cache/v1/get-all-stages", .pull),
        ("stages-storage-cache/v1/delete-all-stages", .push), ("stages-storage-cache/v1/get-stages-by-digest", .pull),
        ("stages-storage-cache/v1/store-stages-by-digest", .push), ("stages-storage-cache/v1/delete-stages-by-digest", .push),
    ]

    private static let body =
        #"{"lockName":"n","lockHandle":{"lockName":"n","uuid":"x"},"projectName":"p","signature":"a","digest":"a","stages":null}"#

    @Test(arguments: calls) func aCallAsksAndObeys(path: String, action: AccessRequest.Action) async throws {
        for (decision, status) in [(AccessDecision.denied(reason: "not you"), 403), (.unauthenticated, 401)] {
            try await TemporaryCatalog.use { temporary async throws in
                let whole = AccessRequest(identity: .anonymous, action: action, repository: nil)
                let authorizer = Guard { $0 == whole ? decision : .allowed }
                let operations = temporary.catalog.commitCounts.operations
                let response = try await Self.respond("/c/\(path)", Self.body, in: temporary, by: authorizer)
                #expect(response.status.code == status)
                #expect((response.headers[.wwwAuthenticate] == #"Basic realm="stowage""#) == (status == 401))
                #expect(authorizer.questions == [AccessRequest(identity: .anonymous, action: .connect, repository: nil), whole])
                #expect(temporary.catalog.commitCounts.operations == operations)
            }
        }
    }

    @Test(arguments: [("/", AccessRequest.Action.probe), ("/health", .probe), ("/new-client-id", .connect), ("/c/none", .connect)])
    func aPathThatIsNoCallAsksAndObeys(path: String, action: AccessRequest.Action) async throws {
        try await TemporaryCatalog.use { temporary async throws in
            let authorizer = Guard { _ in .unauthenticated }
            let response = try await Self.respond(path, in: temporary, by: authorizer)
            #expect(response.status.code == 401)
            #expect(authorizer.questions == [AccessRequest(identity: .anonymous, action: action, repository: nil)])
        }
    }

    /// The rights that count are those on the client's repositories, on every one: whoever pushes the tag of somebody else's
    /// client into a repository of their own gains nothing.
    @Test(arguments: calls) func aCallAsksForEachRepositoryOfItsClient(path: String, action: AccessRequest.Action) async throws {
        try await TemporaryCatalog.use { temporary async throws in
            let names = try ["mine/stages", "yours/stages"].map { try RepositoryName($0) }
            for name in names {
                let index = try ManifestBuilder.index().manifest()
                let outcome = try await temporary.catalog.publishManifest(index, tags: [TagName("client-id-c-1700000000000")], in: name)
                #expect(outcome == .published)
            }
            func questions(_ names: ArraySlice<RepositoryName>) -> [AccessRequest] {
                [AccessRequest(identity: .anonymous, action: .connect, repository: nil)]
                    + names.map { AccessRequest(identity: .anonymous, action: action, repository: $0) }
            }
            let yours = Guard { $0.repository == names[1] ? .denied(reason: "not yours") : .allowed }
            let operations = temporary.catalog.commitCounts.operations
            let refused = try await Self.respond("/c/\(path)", Self.body, in: temporary, by: yours)
            #expect(refused.status.code == 403)
            #expect(yours.questions == questions(names[...]))
            #expect(temporary.catalog.commitCounts.operations == operations)

            let open = Guard { $0.repository == nil && $0.action != .connect ? .denied(reason: "not the whole") : .allowed }
            #expect(try await Self.respond("/c/\(path)", Self.body, in: temporary, by: open).status.code == 200)
            #expect(open.questions == questions(names[...]))
        }
    }
}
