import Synchronization
import Testing

@testable import WorkloadInventory

/// Each of these stops a cleanup, though all other lists were read.
@Suite("A cluster that can't be read to the end")
struct RefusalTests {
    typealias Objects = ClusterObjects

    private func error(_ path: String, _ answer: FakeCluster.Answer) async throws -> WorkloadError? {
        try await FakeCluster.with(answer: { question in question.path == path ? answer : Objects.answer(question) }) { cluster in
            await #expect(throws: WorkloadError.self) { try await cluster.read() }
        }
    }

    @Test(arguments: Objects.kinds.map(\.path))
    func `A missing permission for any kind`(path: String) async throws {
        let error = try await error(
            path, Objects.status(403, "Forbidden", "User 'cleaner' cannot list resource at the cluster scope"))
        #expect(error?.code == .forbidden)
        #expect(error?.message.contains("User 'cleaner' cannot list resource at the cluster scope") == true)
        #expect(error?.message.contains("the right to list \(path.split(separator: "/").last ?? "")") == true)
    }

    @Test(arguments: Objects.kinds.map(\.path))
    func `A kind that isn't there`(path: String) async throws {
        let error = try await error(path, Objects.status(404, "NotFound", "the server could not find the requested resource"))
        #expect(error?.code == .malformed)
    }

    @Test func `Credentials that are refused`() async throws {
        let error = try await error("/api/v1/pods", Objects.status(401, "Unauthorized", "Unauthorized"))
        #expect(error?.code == .unauthorized)
        #expect(error?.message.contains("; name a kubeconfig with others") == true, "\(error?.message ?? "")")
    }

    @Test(arguments: [500, 502, 504, 302, 204])
    func `A status that is no list`(status: Int) async throws {
        #expect(try await error("/api/v1/pods", .json("", status: status))?.code == .unreachable)
    }

    @Test func `A connection that breaks half way`() async throws {
        let list = Objects.list("Pod", "v1", [Objects.pod("a", Objects.podSpec("r.test/chat/node:1"))])
        #expect(try await error("/api/v1/pods", .broken(list))?.code == .unreachable)
        #expect(try await error("/apis/apps/v1/deployments", .broken(String(list.prefix(50))))?.code == .unreachable)
    }

    @Test(arguments: [
        "", "null", "[]", "{}", "<html>Log in</html>", #"{"kind":"PodList","apiVersion":"v1","metadata":{}}"#,
        #"{"kind":"Status","apiVersion":"v1","status":"Failure","items":[]}"#, #"{"kind":"PodList","apiVersion":"v2","metadata":{},"items":[]}"#,
        #"{"kind":"ServiceList","apiVersion":"v1","metadata":{},"items":[]}"#, #"{"kind":"PodList","apiVersion":"v1","metadata":{},"items":{}}"#,
        #"{"kind":"PodList","apiVersion":"v1","metadata":{},"items":[{"metadata":{"name":"a"}}]}"#,
        #"{"kind":"PodList","apiVersion":"v1","metadata":{},"items":[{"metadata":{"name":"a"},"spec":{}}]}"#,
        #"{"kind":"PodList","apiVersion":"v1","metadata":{},"items":[{"metadata":{"name":"a"},"spec":{"containers":[{"image":7}]}}]}"#,
        #"{"kind":"PodList","apiVersion":"v1","metadata":{},"items":[{"kind":"Node","metadata":{"name":"a"},"spec":{"containers":[]}}]}"#,
        #"{"kind":"PodList","apiVersion":"v1","metadata":{},"items":["#,
    ])
    func `A body that is no list of pods`(body: String) async throws {
        #expect(try await error("/api/v1/pods", .json(body))?.code == .malformed)
    }

    @Test func `A template that has no containers`() async throws {
        let list = #"{"kind":"DeploymentList","apiVersion":"apps/v1","metadata":{},"items":[{"metadata":{"name":"a"},"spec":{"replicas":1}}]}"#
        let error = try await error("/apis/apps/v1/deployments", .json(list))
        #expect(error?.code == .malformed)
        #expect(error?.message.contains("deployment a has no template of its pods") == true)
    }

    @Test func `A cluster that is not there`() async throws {
        let cluster = try await FakeCluster.with(answer: { Objects.answer($0) }) { $0 }
        let error = await #expect(throws: WorkloadError.self) { try await cluster.read() }
        #expect(error?.code == .unreachable)
    }

    @Test func `A cluster that puts us off is asked again, a few times`() async throws {
        let left = Mutex(2)
        let pauses = Mutex<[Duration]>([])
        try await FakeCluster.with(answer: { question in
            let isPutOff = left.withLock { left in
                left -= 1
                return left >= 0
            }
            if isPutOff { return .json("", status: 429, headers: ["Retry-After": "3"]) }
            return Objects.answer(question)
        }) { cluster in
            let reading = try await cluster.read { $0.pause = { pause in pauses.withLock { $0.append(pause) } } }
            #expect(reading.uses.isEmpty)
            #expect(pauses.withLock { $0 } == [.seconds(3), .seconds(3)])
            left.withLock { $0 = 100 }
            let error = await #expect(throws: WorkloadError.self) { try await cluster.read() }
            #expect(error?.code == .unreachable)
            #expect(left.withLock { $0 } == 95)
        }
    }

    @Test func `A cluster that falls silent`() async throws {
        try await FakeCluster.with(answer: { question in
            if question.path == "/api/v1/pods" { try await Task.sleep(for: .seconds(20)) }
            return Objects.answer(question)
        }) { cluster in
            let error = await #expect(throws: WorkloadError.self) { try await cluster.read { $0.idle = .milliseconds(200) } }
            #expect(error?.code == .unreachable)
        }
    }
}
