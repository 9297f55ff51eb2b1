/// Objects as the Kubernetes API reference has them, and lists of them in pages.
enum ClusterObjects {
    static let digest = "sha256:" + String(repeating: "a", count: 64)
    static let otherDigest = "sha256:" + String(repeating: "b", count: 64)

    static func container(_ name: String, _ image: String) -> String {
        #"{"name":"\#(name)","image":"\#(image)","resources":{},"terminationMessagePath":"/dev/termination-log","imagePullPolicy":"IfNotPresent"}"#
    }

    static func podSpec(_ images: String..., initImages: [String] = [], ephemeralImages: [String] = [], volumes: String = "") -> String {
        func containers(_ images: [String], _ prefix: String) -> String {
            images.enumerated().map { container("\(prefix)\($0)", $1) }.joined(separator: ",")
        }
        var parts = [#""restartPolicy":"Always""#, #""containers":[\#(containers(images, "main"))]"#]
        if !initImages.isEmpty { parts.append(#""initContainers":[\#(containers(initImages, "init"))]"#) }
        if !ephemeralImages.isEmpty { parts.append(#""ephemeralContainers":[\#(containers(ephemeralImages, "debug"))]"#) }
        if !volumes.isEmpty { parts.append(#""volumes":[\#(volumes)]"#) }
        return "{" + parts.joined(separator: ",") + "}"
    }

    static func metadata(_ name: String, _ namespace: String = "chat-stage") -> String {
        #"{"name":"\#(name)","namespace":"\#(namespace)","uid":"1","resourceVersion":"42","creationTimestamp":"2026-11-24T10:00:00Z","labels":{"app":"x"}}"#
    }

    /// Of a list: without kind and version, as the API has them.
    static func pod(_ name: String, _ spec: String, status: String = #"{"phase":"Running"}"#) -> String {
        #"{"metadata":\#(metadata(name)),"spec":\#(spec),"status":\#(status)}"#
    }

    static func status(_ name: String, image: String, imageID: String) -> String {
        #"{"phase":"Running","containerStatuses":[{"name":"\#(name)","state":{"running":{"startedAt":"2026-11-24T10:00:00Z"}},"lastState":{},"#
            + #""ready":true,"restartCount":0,"image":"\#(image)","imageID":"\#(imageID)","containerID":"containerd://1","started":true}]}"#
    }

    /// A deployment, a stateful set, a daemon set, a replica set, a replication controller or a job.
    static func controller(_ name: String, _ spec: String, status: String = #"{"replicas":1,"conditions":[]}"#) -> String {
        let template = #"{"metadata":{"creationTimestamp":null,"labels":{"app":"x"}},"spec":\#(spec)}"#
        return #"{"metadata":\#(metadata(name)),"spec":{"selector":{"matchLabels":{"app":"x"}},"template":\#(template)},"status":\#(status)}"#
    }

    static func cronJob(_ name: String, _ spec: String) -> String {
        #"{"metadata":\#(metadata(name)),"spec":{"schedule":"5 4 * * *","jobTemplate":{"metadata":{},"spec":{"template":{"spec":\#(spec)}}}},"status":{}}"#
    }

    static func list(_ kind: String, _ version: String, _ items: [String], continuation: String = "") -> String {
        let metadata = #"{"resourceVersion":"77","continue":"\#(continuation)"}"#
        return #"{"kind":"\#(kind)List","apiVersion":"\#(version)","metadata":\#(metadata),"items":[\#(items.joined(separator: ","))]}"#
    }

    static let kinds: [(kind: String, version: String, path: String)] = [
        ("CronJob", "batch/v1", "/apis/batch/v1/cronjobs"), ("Job", "batch/v1", "/apis/batch/v1/jobs"),
        ("Deployment", "apps/v1", "/apis/apps/v1/deployments"), ("StatefulSet", "apps/v1", "/apis/apps/v1/statefulsets"),
        ("DaemonSet", "apps/v1", "/apis/apps/v1/daemonsets"), ("ReplicaSet", "apps/v1", "/apis/apps/v1/replicasets"),
        ("ReplicationController", "v1", "/api/v1/replicationcontrollers"), ("Pod", "v1", "/api/v1/pods"),
    ]

    static func status(_ code: Int, _ reason: String, _ message: String) -> FakeCluster.Answer {
        .json(
            #"{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"\#(message)","reason":"\#(reason)","code":\#(code)}"#,
            status: code)
    }

    /// Answers with these objects, by kind, as many a page as are asked for. The continuation is the number of the next object.
    static func answer(_ question: FakeCluster.Question, _ objects: [String: [String]] = [:]) -> FakeCluster.Answer {
        guard let kind = kinds.first(where: { $0.path == question.path }) else {
            return status(404, "NotFound", "the server could not find the requested resource")
        }
        let all = objects[kind.kind] ?? []
        let start = Int(question.query["continue"] ?? "0") ?? 0
        let end = min(all.count, start + (Int(question.query["limit"] ?? "") ?? all.count))
        return .json(list(kind.kind, kind.version, Array(all[start..<end]), continuation: end < all.count ? "\(end)" : ""))
    }
}
