import Synchronization
import Testing

@testable import WorkloadInventory

@Suite("Lists of a cluster in pages")
struct PagingTests {
    typealias Objects = ClusterObjects

    static let pods = (0..<1234).map { Objects.pod("p\($0)", Objects.podSpec("r.test/chat/node:\($0)")) }

    @Test func `Every page is read`() async throws {
        try await FakeCluster.with(answer: { Objects.answer($0, ["Pod": Self.pods]) }) { cluster in
            let lines = try await cluster.read().lines
            #expect(lines.count == 1234)
            #expect(lines.last == "chat/node:1233 (pod chat-stage/p1233)")
            #expect(cluster.paths.filter { $0 == "/api/v1/pods" }.count == 3)
        }
    }

    @Test func `A continuation is sent as it was given`() async throws {
        let token = "eyJ2IjoibWV0YS5rOHMuaW8vdjEiLCJydiI6MX0+/= &?"
        let seen = Mutex<[String]>([])
        let lines = try await FakeCluster.with(answer: { question in
            guard question.path == "/api/v1/pods" else { return Objects.answer(question) }
            guard let given = question.query["continue"] else { return .json(Objects.list("Pod", "v1", [], continuation: token)) }
            seen.withLock { $0.append(given) }
            return .json(Objects.list("Pod", "v1", [Self.pods[0]]))
        }) { try await $0.read().lines }
        #expect(lines == ["chat/node:0 (pod chat-stage/p0)"])
        #expect(seen.withLock { $0 } == [token])
    }

    @Test func `A list whose continuation has expired is begun again, and nothing is lost`() async throws {
        let expired = Mutex(false)
        let lines = try await FakeCluster.with(answer: { question in
            if question.path == "/api/v1/pods", question.query["continue"] == "1000" {
                let isFirst = expired.withLock { expired in
                    defer { expired = true }
                    return !expired
                }
                if isFirst { return Objects.status(410, "Expired", "The provided continue parameter is too old") }
            }
            return Objects.answer(question, ["Pod": Self.pods])
        }) { try await $0.read().lines }
        #expect(lines.count == 1234)
    }

    @Test func `A list that always expires stops the cleanup`() async throws {
        try await FakeCluster.with(answer: { question in
            question.query["continue"] == nil
                ? Objects.answer(question, ["Pod": Self.pods]) : Objects.status(410, "Expired", "The provided continue parameter is too old")
        }) { cluster in
            let error = await #expect(throws: WorkloadError.self) { try await cluster.read() }
            #expect(error?.code == .unreachable)
            #expect(cluster.paths.filter { $0 == "/api/v1/pods" }.count == 12)
        }
    }

    @Test(arguments: [true, false])
    func `A list without an end stops the cleanup`(repeatsItself: Bool) async throws {
        try await FakeCluster.with(answer: { question in
            guard question.path == "/api/v1/pods" else { return Objects.answer(question) }
            let next = repeatsItself ? "x" : "\((Int(question.query["continue"] ?? "") ?? 0) + 1)"
            return .json(Objects.list("Pod", "v1", [Self.pods[0]], continuation: next))
        }) { cluster in
            let error = await #expect(throws: WorkloadError.self) { try await cluster.read { $0.maximumPages = 30 } }
            #expect(error?.code == .malformed)
            #expect(cluster.paths.filter { $0 == "/api/v1/pods" }.count == (repeatsItself ? 2 : 30))
        }
    }

    @Test func `A page that is too large is asked for in smaller ones`() async throws {
        try await FakeCluster.with(answer: { Objects.answer($0, ["Pod": Self.pods]) }) { cluster in
            let lines = try await cluster.read { $0.pageBytes = 100_000 }.lines
            #expect(lines.count == 1234)
            let error = await #expect(throws: WorkloadError.self) { try await cluster.read { $0.pageBytes = 300 } }
            #expect(error?.code == .malformed)
        }
    }
}
