import Access
import Catalog
import ContentHashing
import ControlHTTP
import HTTPTypes
import Hummingbird
import ImageStore
import OCIModel
import StageModel
import StowageTestSupport
import Testing

/// Every route of the API asks the authorizer before it does anything, also those whose body says about what.
@Suite struct APIAuthorizationTests {
    struct Asked: Sendable, CustomStringConvertible {
        let endpoint: APIEndpoint
        var method: HTTPRequest.Method?
        var query = ""
        var body = ""
        let action: AccessRequest.Action
        let repository: String?
        var description: String { "\(method?.rawValue ?? "") \(endpoint.path)\(query)" }
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
        Asked(endpoint: .deleteImage, body: #"{"repository":"app","reference":"v1","now":true}"#, action: .delete, repository: "app"),
        Asked(endpoint: .restoreImage, body: #"{"repository":"app","reference":"v1"}"#, action: .delete, repository: "app"),
        Asked(endpoint: .trash, query: "?repository=app", action: .pull, repository: "app"),
        Asked(endpoint: .watermark, query: "?project=app", action: .pull, repository: "app/stages"),
        Asked(endpoint: .inventory, query: "?project=app", action: .pull, repository: "app/stages"),
        Asked(endpoint: .cleanupPolicies, query: "?project=app", action: .pull, repository: "app/stages"),
        Asked(endpoint: .plans, method: .get, query: "?project=app", action: .pull, repository: "app/stages"),
        Asked(endpoint: .plans, method: .post, body: order, action: .delete, repository: "app/stages"),
        Asked(endpoint: .addItems, body: #"{"plan":"p","position":0,"items":[\#(item)]}"#, action: .delete, repository: "app/web"),
        Asked(endpoint: .applyPlan, body: #"{"plan":"p","isForced":true}"#, action: .connect, repository: nil),
        Asked(endpoint: .undoPlan, body: #"{"plan":"p"}"#, action: .connect, repository: nil),
        Asked(endpoint: .plan, query: "?id=p", action: .connect, repository: nil),
        Asked(endpoint: .planItems, query: "?plan=p", action: .connect, repository: nil),
        Asked(endpoint: .skippedItems, query: "?plan=p", action: .connect, repository: nil),
        Asked(endpoint: .collector, action: .observe, repository: nil),
        Asked(endpoint: .runCollector, body: #"{"orphans":true}"#, action: .delete, repository: nil),
        Asked(endpoint: .statistics, query: "?repository=app", action: .pull, repository: "app"),
        Asked(endpoint: .statistics, action: .observe, repository: nil),
        Asked(endpoint: .openAPI, action: .connect, repository: nil),
    ]

    private static let publication =
        #"{"sourceRepository":"app","source":"latest","repository":"target","tag":"main","strategy":"custom","commits":[]}"#

    private static let watermark = #"{"catalog":"c","project":"app","takenAt":1,"repositories":[{"name":"app/web","generation":1}]}"#
    private static let order =
        #"{"project":"app","origin":"command","createdAt":1,"watermark":\#(watermark),"inventoryAt":1,"itemCount":0,"undoWindow":0,"largestShare":1,"isForced":false}"#
    private static let item =
        #"{"kind":"image","repository":"app/web","tag":"v1","digest":"\#(digest)","generation":1,"rule":"r","reason":"w","needs":[]}"#

    @Test func noEndpointIsLeftOut() {
        #expect(Set(Self.routes.map(\.endpoint)) == Set(APIEndpoint.allCases))
        #expect(Self.routes.contains { $0.endpoint == .plans && $0.method == .post })
    }

    @Test func aRouteAsksAndObeys() async throws {
        try await APIWorld.with { world, changes in
            for route in Self.routes {
                for (decision, status) in [(AccessDecision.denied(reason: "not you"), 403), (.unauthenticated, 401)] {
                    let authorizer = DenyingAuthorizer { _ in decision }
                    let before = changes()
                    let response = try await world.respond(to: route, by: authorizer)
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
        try await APIWorld.with { world, changes in
            let before = changes()
            let response = try await world.respond(to: route, by: authorizer)
            #expect(response.status == .forbidden && changes() == before)
        }
        #expect(authorizer.questions.last == AccessRequest(identity: .anonymous, action: .pull, repository: try RepositoryName("app")))
    }

    /// What can't be is refused without a question, as a bad path is.
    @Test func aBrokenBodyIsNoQuestion() async throws {
        try await APIWorld.with { world, _ in
            for endpoint in APIEndpoint.allCases where endpoint.methods.contains(.post) {
                let authorizer = DenyingAuthorizer { _ in .denied(reason: "no") }
                let route = Asked(endpoint: endpoint, method: .post, body: "{}", action: .push, repository: nil)
                let response = try await world.respond(to: route, by: authorizer)
                #expect(response.status == .badRequest && authorizer.questions.isEmpty, "\(route)")
            }
        }
    }

    @Test func whatAProjectHasIsToldOfRepositoriesThatMayBeReadOnly() async throws {
        try await APIWorld.with { world, _ in
            for name in ["app/secret", "app/web"] {
                let index = try Manifest(parsing: ManifestBuilder.index().bytes, contentType: nil)
                try await world.store.publish(index, tags: [TagName("v1")], in: RepositoryName(name))
            }
            let authorizer = DenyingAuthorizer { $0.repository?.value == "app/secret" ? .denied(reason: "no") : .allowed }
            for path in ["watermark", "inventory"] {
                let response = try await world.respond(to: .get, "/api/v1/cleanup/\(path)?project=app", body: "", by: authorizer)
                #expect(response.status == .forbidden, "\(path)")
            }
            let rest = try await world.respond(to: .get, "/api/v1/cleanup/inventory?project=app&after=app/secret2@0", body: "", by: authorizer)
            #expect(rest.status == .ok)
        }
    }

    /// What is asked about a project is asked about each of its repositories before anything of it is told or changed.
    @Test(arguments: [AccessRequest.Action.pull, .delete]) func everyRepositoryOfAProjectIsAskedAbout(refused: AccessRequest.Action) async throws {
        try await APIWorld.with { world, changes in
            let order = CleanupOrder(
                project: "app", origin: .command, createdAt: 1,
                watermark: Watermark(
                    catalog: "c", project: "app", takenAt: 1,
                    repositories: [.init(name: "app/secret", generation: 0), .init(name: "app/web", generation: 0)]),
                inventoryAt: 1, itemCount: 1, undoWindow: 0, largestShare: 1)
            _ = try await world.housekeeping.catalog.createPlan("p", order)
            for route in Self.routes where route.body.contains(#""plan":"p""#) || route.query.hasSuffix("=p") || route.endpoint == .plans {
                let isReading = ["GET"].contains((route.method ?? route.endpoint.methods[0]).rawValue)
                guard isReading == (refused == .pull) else { continue }
                let authorizer = DenyingAuthorizer {
                    $0.action == refused && $0.repository?.value == (route.method == .post ? "app/web" : "app/secret")
                        ? .denied(reason: "no") : .allowed
                }
                let before = changes()
                let response = try await world.respond(to: route, by: authorizer)
                #expect(response.status == .forbidden && changes() == before, "\(route)")
                #expect(authorizer.questions.dropFirst().allSatisfy { $0.action == refused }, "\(route)")
            }
        }
    }
}

extension APIWorld {
    fileprivate func respond(to route: APIAuthorizationTests.Asked, by authorizer: any Authorizer) async throws -> Response {
        let method = try #require(route.method ?? route.endpoint.methods.first)
        return try await respond(to: method, route.endpoint.path + route.query, body: route.body, by: authorizer)
    }
}
