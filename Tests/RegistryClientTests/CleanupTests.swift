import ContentHashing
import FoundationEssentials
import OCIModel
import Retention
import StageModel
import StowageTestSupport
import Testing

@testable import RegistryClient

@Suite("Cleanups, the trash and the collector", .serialized)
struct CleanupTests {
    private static func item(_ number: Int, reason: String = "a test") -> CleanupItem {
        CleanupItem(
            kind: .image, repository: "app/web", tag: "v\(number)", digest: "sha256:\(String(repeating: "a", count: 64))", generation: 1,
            rule: "test",
            reason: reason)
    }

    private static func order(_ count: Int) -> CleanupOrder {
        CleanupOrder(
            project: "app", origin: .command, createdAt: 1, watermark: Watermark(catalog: "c", project: "app", takenAt: 1, repositories: []),
            inventoryAt: 1,
            itemCount: count, undoWindow: 0, largestShare: 1)
    }

    private static func json(_ value: some Encodable) -> String {
        do {
            return String(decoding: try JSONEncoder().encode(value), as: UTF8.self)
        } catch {
            return "\(error)"
        }
    }

    @Test(arguments: ["a test", String(repeating: "/\"\u{1}", count: 300), String(repeating: "x", count: 2 << 20)])
    func `Pieces hold every item once and fit into a request`(reason: String) throws {
        let items = (0..<5000).map { Self.item($0, reason: $0.isMultiple(of: 1700) ? reason : "a test") }
        let pieces = Array(PlanPieces(items))
        #expect(pieces.flatMap { Array($0) } == Array(0..<5000))
        for piece in pieces {
            let size = try JSONEncoder().encode(
                AddItemsRequest(plan: "20261124T101500Z-1f0c9a3e", position: piece.lowerBound, items: Array(items[piece]))
            ).count
            #expect(size < 1 << 20 || piece.count == 1)
        }
        let none = Array(PlanPieces([]))
        #expect(none.isEmpty)
        #expect(pieces.count < 20)
    }

    @Test func `A plan is announced, handed over in its order, and read back`() async throws {
        let record = CleanupRecord(id: "20261124T101500Z-1f0c9a3e", order: Self.order(9000), state: .receiving, receivedAt: 1)
        try await StubServer.with { request, _ in
            switch request.target.split(separator: "?")[0] {
            case "/api/v1/cleanup/plans": .json(Self.json(record), status: 201)
            case "/api/v1/cleanup/plans/items": StubAnswer(status: 204)
            default: .json(Self.json(record))
            }
        } _: { server async throws in
            let items = (0..<9000).map { Self.item($0) }
            try await withClient(server.address) { client async throws in
                #expect(try await client.handOver(Self.order(9000), items: items) == record)
            }
            #expect(server.lines.first == "POST /api/v1/cleanup/plans" && server.lines.last == "GET /api/v1/cleanup/plan?id=\(record.id)")
            let pieces = try server.requests.filter { $0.target.hasSuffix("/items") }.map {
                try JSONDecoder().decode(AddItemsRequest.self, from: Data($0.body))
            }
            #expect(pieces.count > 1 && pieces.flatMap(\.items) == items && pieces.allSatisfy { $0.plan == record.id })
            #expect(pieces.dropLast().reduce([0]) { $0 + [($0.last ?? 0) + $1.items.count] } == pieces.map(\.position))
        }
    }

    @Test func `Lists and calls carry their questions`() async throws {
        let (record, status) = (
            CleanupRecord(id: "p", order: Self.order(0), state: .applying, receivedAt: 1),
            CollectorStatus(isRunning: false, startsAt: 1, grace: 1, blobReviews: 0, dueBlobReviews: 0, manifestReviews: 0, trashEntries: 0)
        )
        try await StubServer.with { request, _ in
            switch request.target.split(separator: "?")[0] {
            case "/api/v1/cleanup/apply", "/api/v1/cleanup/undo": .json(Self.json(record), status: 202)
            case "/api/v1/cleanup/plans": .json(Self.json(CleanupListing(plans: [record], next: "p")))
            case "/api/v1/cleanup/items", "/api/v1/cleanup/skipped": .json(#"{"items":[],"next":"7"}"#)
            case "/api/v1/cleanup/watermark": .json(#"{"catalog":"c","project":"a/b","takenAt":5,"repositories":[]}"#)
            case "/api/v1/cleanup/policies": .json(#"{"layer":{"gitTag":{"limit":3}},"grace":3600,"undoWindow":60}"#)
            case "/api/v1/cleanup/inventory": .json(request.target.contains("after") ? #"{"repository":"a","takenAt":1}"# : Self.page)
            case "/api/v1/trash", "/api/v1/images/delete", "/api/v1/images/restore": .json(#"{"entries":[]}"#)
            case "/api/v1/gc": .json(Self.json(status))
            default: .json(Self.json(status), status: 202)
            }
        } _: { server async throws in
            try await withClient(server.address) { client async throws in
                #expect(try await client.applyPlan("p", isForced: true) == record)
                #expect(try await client.undoPlan("p") == record)
                #expect(try await client.plans(project: "a/b", after: "x&y", limit: 5).next == "p")
                #expect(try await client.skippedItems(of: "p", after: "3").next == "7")
                #expect(try await client.outcomes(of: "p", after: "3", limit: 9).next == "7")
                #expect(try await client.watermark(project: "a/b").takenAt == 5)
                #expect(try await client.cleanupPolicies(project: "a/b").layer?.gitTag.limit == 3)
                let page = try #require(try await client.inventory(project: "a/b"))
                #expect(page.manifests.count == 1 && page.next == "a/b/c@")
                #expect(try await client.inventory(project: "a/b", after: page.next) == nil)
                #expect(try await client.trash(in: .app, after: "4", limit: 2).entries.isEmpty)
                #expect(try await client.deleteImage("v1", from: .app, now: true).isEmpty)
                #expect(try await client.restoreImage("v1", in: .app).isEmpty)
                #expect(try await client.collectorStatus() == status)
                #expect(try await client.runCollector(orphans: true) == status)
            }
            #expect(
                server.lines == [
                    "POST /api/v1/cleanup/apply", "POST /api/v1/cleanup/undo", "GET /api/v1/cleanup/plans?project=a/b&after=x%26y&n=5",
                    "GET /api/v1/cleanup/skipped?plan=p&after=3", "GET /api/v1/cleanup/items?plan=p&after=3&n=9",
                    "GET /api/v1/cleanup/watermark?project=a/b",
                    "GET /api/v1/cleanup/policies?project=a/b", "GET /api/v1/cleanup/inventory?project=a/b",
                    "GET /api/v1/cleanup/inventory?project=a/b&after=a/b/c%40", "GET /api/v1/trash?repository=team/app&after=4&n=2",
                    "POST /api/v1/images/delete", "POST /api/v1/images/restore", "GET /api/v1/gc", "POST /api/v1/gc/run",
                ])
            let bodies = server.requests.filter { !$0.body.isEmpty }.map { String(decoding: $0.body, as: UTF8.self) }
            #expect(bodies[0].contains(#""isForced":true"#) && bodies[2].contains(#""now":true"#) && bodies[4] == #"{"orphans":true}"#)
        }
    }

    private static let page =
        #"{"repository":"a/b/c","takenAt":1,"manifests":[{"digest":"sha256:\#(String(repeating: "a", count: 64))","kind":"image","generation":1,"createdAt":1}],"next":"a/b/c@"}"#

    @Test func `Refusals are told apart`() async throws {
        try await StubServer.with { request, _ in
            request.target.hasSuffix("apply") ? .error(409, "SHARE_EXCEEDED", "too many") : .error(404, "PLAN_UNKNOWN", "no such plan")
        } _: { server async throws in
            try await withClient(server.address) { client async throws in
                let share = await clientError { _ = try await client.applyPlan("p") }
                #expect(share?.code == .refused && share?.serverCode == "SHARE_EXCEEDED" && share?.status == 409)
                #expect(await clientError { _ = try await client.plan("p") }?.code == .notFound)
                #expect(await clientError { _ = try await client.undoPlan("p") }?.code == .notFound)
            }
        }
    }

    /// Nobody knows whether the first attempt was carried out; it was, if there is nothing left to do.
    @Test func `A deletion whose answer was lost is done`() async throws {
        try await StubServer.with { _, number in
            number.isMultiple(of: 2) ? .lost : .error(404, "MANIFEST_UNKNOWN", "no such tag")
        } _: { server async throws in
            try await withClient(server.address) { client async throws in
                #expect(try await client.deleteImage("v1", from: .app).isEmpty)
                #expect(try await client.restoreImage("v1", in: .app).isEmpty)
            }
        }
    }

    @Test func `What is no inventory is a violation`() async throws {
        try await StubServer.with { _, _ in
            .json(#"{"hello":"world"}"#)
        } _: { server async throws in
            try await withClient(server.address) { client async throws in
                #expect(await clientError { _ = try await client.inventory(project: "a") }?.code == .protocolViolation)
            }
        }
    }

    @Test func `A whole cleanup of a server`() async throws {
        try await TestServer.with { server in
            try await RegistryProbe.with(baseURL: server.address) { probe in
                for number in 0..<3 { try await probe.pushImage("image \(number)", to: "app/web", as: "v\(number)") }
            }
            try await withClient(server.address) { client async throws in
                let watermark = try await client.watermark(project: "app")
                let page = try #require(try await client.inventory(project: "app"))
                let items = page.manifests.flatMap { manifest in
                    manifest.tags.filter { $0.name.value != "v0" }.map { tag in
                        CleanupItem(
                            kind: .image, repository: page.repository.value, tag: tag.name.value, digest: manifest.digest.description,
                            generation: tag.generation, rule: "test", reason: "a test")
                    }
                }
                let order = CleanupOrder(
                    project: "app", origin: .command, createdAt: page.takenAt.millisecondsSince1970, watermark: watermark,
                    inventoryAt: page.takenAt.millisecondsSince1970, itemCount: items.count, undoWindow: 60_000, largestShare: 1)
                let plan = try await client.handOver(order, items: items)
                #expect(plan.state == .ready)
                // A piece again, as after an answer that was lost.
                try await client.addItems(items, at: 0, to: plan.id)
                func finished(_ record: CleanupRecord) async throws -> CleanupRecord {
                    var record = record
                    for _ in 0..<1000 where record.state == .applying || record.state == .undoing {
                        try await Task.sleep(for: .milliseconds(10))
                        record = try await client.plan(plan.id)
                    }
                    return record
                }
                #expect(try await finished(try await client.applyPlan(plan.id)).deleted == 2)
                let trash = try await client.trash(in: RepositoryName("app/web"))
                #expect(Set(trash.entries.map(\.tag)) == ["v1", "v2"])
                #expect(try await finished(try await client.undoPlan(plan.id)).restored == 2)
                #expect(try await client.plans(project: "app").plans.map(\.state) == [.undone])
                #expect(try await client.deleteImage("v1", from: RepositoryName("app/web")).count == 1)
                #expect(try await client.restoreImage("v1", in: RepositoryName("app/web")).count == 1)
                #expect(try await client.collectorStatus().trashEntries == 0)
            }
        }
    }
}
