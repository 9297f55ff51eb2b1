import Testing

@testable import WorkloadInventory

@Suite("What runs in a cluster")
struct KindTests {
    typealias Objects = ClusterObjects

    @Test func `Each kind says its images, with who uses them`() async throws {
        let objects = [
            "CronJob": [Objects.cronJob("nightly", Objects.podSpec("r.test/chat/cron:1"))],
            "Job": [
                Objects.controller(
                    "migrate", Objects.podSpec("r.test/chat/job:1"), status: #"{"succeeded":1,"completionTime":"2026-11-23T10:00:00Z"}"#)
            ],
            "Deployment": [Objects.controller("node", Objects.podSpec("r.test/chat/node:1"))],
            "StatefulSet": [Objects.controller("db", Objects.podSpec("r.test/chat/db:1"))],
            "DaemonSet": [Objects.controller("log", Objects.podSpec("r.test/chat/log:1"))],
            "ReplicaSet": [Objects.controller("node-5", Objects.podSpec("r.test/chat/node:0"), status: #"{"replicas":0}"#)],
            "ReplicationController": [Objects.controller("old", Objects.podSpec("r.test/chat/old:1"))],
            "Pod": [Objects.pod("bare", Objects.podSpec("r.test/chat/bare:1"))],
        ]
        let lines = try await FakeCluster.with(answer: { Objects.answer($0, objects) }) { try await $0.read().lines }
        #expect(
            lines
                == [
                    "chat/cron:1 (cronjob chat-stage/nightly)", "chat/job:1 (job chat-stage/migrate)", "chat/node:1 (deployment chat-stage/node)",
                    "chat/db:1 (statefulset chat-stage/db)", "chat/log:1 (daemonset chat-stage/log)", "chat/node:0 (replicaset chat-stage/node-5)",
                    "chat/old:1 (replicationcontroller chat-stage/old)", "chat/bare:1 (pod chat-stage/bare)",
                ])
    }

    @Test func `Of a pod the init and ephemeral containers and the volumes of images count too`() async throws {
        let volume = #"{"name":"data","image":{"reference":"r.test/chat/data:7","pullPolicy":"Always"}},{"name":"tmp","emptyDir":{}}"#
        let spec = Objects.podSpec(
            "r.test/chat/node:1", initImages: ["r.test/chat/wait:2"], ephemeralImages: ["r.test/chat/debug:3"], volumes: volume)
        let lines = try await FakeCluster.with(answer: { Objects.answer($0, ["Pod": [Objects.pod("a", spec)]]) }) { try await $0.read().lines }
        #expect(
            Set(lines) == [
                "chat/node:1 (pod chat-stage/a)", "chat/wait:2 (pod chat-stage/a)", "chat/debug:3 (pod chat-stage/a)",
                "chat/data:7 (pod chat-stage/a)",
            ])
    }

    @Test func `Pods of a job that has completed count, since they may be looked at again`() async throws {
        let pod = Objects.pod("migrate-x", Objects.podSpec("r.test/chat/job:1"), status: #"{"phase":"Succeeded"}"#)
        let lines = try await FakeCluster.with(answer: { Objects.answer($0, ["Pod": [pod]]) }) { try await $0.read().lines }
        #expect(lines == ["chat/job:1 (pod chat-stage/migrate-x)"])
    }

    @Test func `Images pinned by digest, and the digests that really run, are used`() async throws {
        let pinned = Objects.pod("pinned", Objects.podSpec("r.test:5000/chat/node:1@\(Objects.digest)"))
        let moved = Objects.pod(
            "moved", Objects.podSpec("r.test/chat/node:main"),
            status: Objects.status("main0", image: "r.test/chat/node:main", imageID: "r.test/chat/node@\(Objects.otherDigest)"))
        let lines = try await FakeCluster.with(answer: { Objects.answer($0, ["Pod": [pinned, moved]]) }) { try await $0.read().lines }
        #expect(
            lines == [
                "chat/node:1@\(Objects.digest) (pod chat-stage/pinned)", "chat/node:main (pod chat-stage/moved)",
                "chat/node@\(Objects.otherDigest) (pod chat-stage/moved)",
            ])
    }

    private static let imageIDs: [(String, String)] = [
        (Objects.digest, "@\(Objects.digest)"), ("docker://\(Objects.digest)", "@\(Objects.digest)"),
        (String(Objects.digest.dropFirst("sha256:".count)), "@\(Objects.digest)"),
        ("docker-pullable://r.test/chat/node@\(Objects.digest)", "chat/node@\(Objects.digest)"),
        // A name that no repository has here: the digest may be here under another one.
        ("R.test/Chat/Node@\(Objects.digest)", "@\(Objects.digest)"), ("@\(Objects.digest)", "@\(Objects.digest)"),
        ("r.test/chat/node:0", "chat/node:0"),
    ]

    @Test(arguments: imageIDs)
    func `What a runtime runs is used by its digest, with a name or without one`(id: String, line: String) async throws {
        for image in ["sha256:0", Objects.otherDigest, ""] {
            let pod = Objects.pod("a", Objects.podSpec("r.test/chat/node:1"), status: Objects.status("main0", image: image, imageID: id))
            let lines = try await FakeCluster.with(answer: { Objects.answer($0, ["Pod": [pod]]) }) { try await $0.read().lines }
            #expect(lines.contains("\(line) (pod chat-stage/a)"), "\(lines)")
        }
    }

    @Test func `An image that is asked for by its ID is that digest`() async throws {
        let objects = ["Deployment": [Objects.controller("node", Objects.podSpec(Objects.digest))]]
        let lines = try await FakeCluster.with(answer: { Objects.answer($0, objects) }) { try await $0.read().lines }
        #expect(lines == ["@\(Objects.digest) (deployment chat-stage/node)"])
    }

    @Test(arguments: ["r.test/chat/node@sha256:1", "sha256:0", "chat/node:1@md5:00", "unknown image", "docker://"])
    func `An image ID that isn't understood stops the cleanup`(id: String) async throws {
        let pod = Objects.pod("a", Objects.podSpec("r.test/chat/node:1"), status: Objects.status("main0", image: "r.test/chat/node:1", imageID: id))
        let error = try await FakeCluster.with(answer: { Objects.answer($0, ["Pod": [pod]]) }) { cluster in
            await #expect(throws: WorkloadError.self) { try await cluster.read() }
        }
        #expect(error?.code == .malformed)
        #expect(error?.message.contains("pod chat-stage/a has the image ID '\(id)'") == true, "\(error?.message ?? "")")
    }

    @Test func `What can't name an image of ours is skipped, and said`() async throws {
        let reading = try await FakeCluster.with(answer: {
            Objects.answer($0, ["Deployment": [Objects.controller("odd", Objects.podSpec("", "r.test/Chat/node:1", "r.test/chat/node:1"))]])
        }) { try await $0.read() }
        #expect(reading.lines == ["chat/node:1 (deployment chat-stage/odd)"])
        #expect(reading.notes == ["deployment chat-stage/odd: 'r.test/Chat/node:1' has no name that a repository could have, so it is none of ours"])
    }

    @Test func `An older cluster lists cron jobs in v1beta1`() async throws {
        let lines = try await FakeCluster.with(answer: { question in
            if question.path == "/apis/batch/v1/cronjobs" {
                return Objects.status(404, "NotFound", "the server could not find the requested resource")
            }
            if question.path == "/apis/batch/v1beta1/cronjobs" {
                return .json(Objects.list("CronJob", "batch/v1beta1", [Objects.cronJob("nightly", Objects.podSpec("r.test/chat/cron:1"))]))
            }
            return Objects.answer(question)
        }) { try await $0.read().lines }
        #expect(lines == ["chat/cron:1 (cronjob chat-stage/nightly)"])
    }

    @Test func `Chosen namespaces are asked alone, and have to be there`() async throws {
        try await FakeCluster.with(answer: { question in
            switch question.path {
            case "/api/v1/namespaces/chat": return .json(#"{"kind":"Namespace","apiVersion":"v1","metadata":{"name":"chat"}}"#)
            case "/api/v1/namespaces/hidden": return Objects.status(403, "Forbidden", "no")
            case "/api/v1/namespaces/chta": return Objects.status(404, "NotFound", "namespaces not found")
            case let path where path.contains("/namespaces/"):
                let kind = try #require(Objects.kinds.first { path.hasSuffix($0.path.split(separator: "/").last.map { "/\($0)" } ?? "") })
                let pods = path.hasSuffix("/pods") ? [Objects.pod("a", Objects.podSpec("r.test/chat/node:1"))] : []
                return .json(Objects.list(kind.kind, kind.version, pods))
            default: return Objects.status(500, "No", "all namespaces were asked")
            }
        }) { cluster in
            let lines = try await cluster.read(namespaces: ["chat"]).lines
            #expect(lines == ["chat/node:1 (pod chat-stage/a)"])
            #expect(cluster.paths.contains("/apis/apps/v1/namespaces/chat/deployments"))
            #expect(try await cluster.read(namespaces: ["hidden"]).notes.count == 1)
            for name in ["chta", "../kube-system", ""] {
                let error = await #expect(throws: WorkloadError.self) { try await cluster.read(namespaces: [name]) }
                #expect(error?.code == .configuration)
            }
        }
    }
}
