import Testing

@testable import WorkloadInventory

@Suite("What kubectl prints")
struct KubectlDocumentsTests {
    typealias Objects = ClusterObjects

    private func read(_ text: String) throws -> WorkloadReading { try WorkloadFile.reading(of: Array(text.utf8), name: "cluster.json") }

    /// An object with its kind and version, as `kubectl` prints each.
    private func object(_ kind: String, _ version: String, _ body: String) -> String {
        #"{"apiVersion":"\#(version)","kind":"\#(kind)","# + body.dropFirst()
    }

    private var deployment: String { object("Deployment", "apps/v1", Objects.controller("node", Objects.podSpec("r.test/chat/node:1"))) }
    private var cronJob: String { object("CronJob", "batch/v1beta1", Objects.cronJob("nightly", Objects.podSpec("r.test/chat/cron:{}\\\"1"))) }
    private var pod: String { object("Pod", "v1", Objects.pod("p", Objects.podSpec("r.test/chat/node@\(Objects.digest)"))) }

    private func list(_ items: String...) -> String {
        #"{"apiVersion":"v1","items":[\#(items.joined(separator: ","))],"kind":"List","metadata":{"resourceVersion":""}}"#
    }

    @Test func `Lists of several kinds, objects, and documents one behind the other`() throws {
        let expected = ["chat/node:1 (deployment chat-stage/node)", "chat/node@\(Objects.digest) (pod chat-stage/p)"]
        #expect(try read(list(deployment, pod)).lines == expected)
        #expect(try read(deployment + "\n" + pod).lines == expected)
        #expect(try read(list(deployment) + list(pod) + list()).lines == expected)
        #expect(try read(deployment).lines == [expected[0]])
        let plain = Objects.list("Pod", "v1", [Objects.pod("p", Objects.podSpec("r.test/chat/node@\(Objects.digest)"))])
        #expect(try read(plain).lines == [expected[1]])
    }

    @Test func `Other kinds are named, and a strange image doesn't disturb`() throws {
        let service = object("Service", "v1", #"{"metadata":{"name":"s"},"spec":{"template":7}}"#)
        let foreign = object("Deployment", "example.test/v1", #"{"metadata":{"name":"s"},"spec":[]}"#)
        let reading = try read(list(service, deployment, foreign, cronJob))
        #expect(reading.lines == ["chat/node:1 (deployment chat-stage/node)"])
        #expect(reading.notes.count == 2)
        #expect(reading.notes.last == "cluster.json: not looked into: Deployment, Service")
    }

    @Test func `What isn't whole, or something else, stops the cleanup`() throws {
        let whole = list(deployment, pod)
        let wrong = [
            String(whole.dropLast()), String(whole.prefix(200)), whole + "]", whole + " done",
            #"{"kind":"ServiceList","apiVersion":"v1","items":[]}"#,
            #"{"kind":"List","apiVersion":"v1"}"#, "{}", #"{"a":1}"#, Objects.list("Pod", "v1", [], continuation: "x"),
            object("Pod", "v1", #"{"metadata":{"name":"s"},"spec":{}}"#), object("Job", "batch/v1", #"{"metadata":{"name":"s"},"spec":{}}"#),
            #"{"kind":"List","apiVersion":"v1","items":[7]}"#, "{]",
        ]
        for text in wrong {
            let error = #expect(throws: WorkloadError.self, "\(text)") { try read(text) }
            #expect(error?.code == .malformed, "\(text)")
        }
    }
}
