/// A kind of object that says which images run, or will.
struct KubernetesKind: Hashable, Sendable {
    /// Where an object of it has the description of its pods.
    enum Shape: Hashable, Sendable {
        case pod
        /// `spec.template`.
        case template
        /// The same, where the API allows to leave it out.
        case optionalTemplate
        /// `spec.jobTemplate.spec.template`.
        case jobTemplate
    }

    /// As `kind` of an object says it.
    let name: String
    /// As the API's paths say it.
    let plural: String
    /// Where it is listed; the second where the cluster doesn't know the first.
    let groups: [String]
    let shape: Shape

    /// From what makes objects to what is made, so that what a controller makes in the meantime is still found, or else its maker was.
    static let all = [
        KubernetesKind(name: "CronJob", plural: "cronjobs", groups: ["batch/v1", "batch/v1beta1"], shape: .jobTemplate),
        KubernetesKind(name: "Job", plural: "jobs", groups: ["batch/v1"], shape: .template),
        KubernetesKind(name: "Deployment", plural: "deployments", groups: ["apps/v1"], shape: .template),
        KubernetesKind(name: "StatefulSet", plural: "statefulsets", groups: ["apps/v1"], shape: .template),
        KubernetesKind(name: "DaemonSet", plural: "daemonsets", groups: ["apps/v1"], shape: .template),
        KubernetesKind(name: "ReplicaSet", plural: "replicasets", groups: ["apps/v1"], shape: .optionalTemplate),
        KubernetesKind(name: "ReplicationController", plural: "replicationcontrollers", groups: ["v1"], shape: .optionalTemplate),
        KubernetesKind(name: "Pod", plural: "pods", groups: ["v1"], shape: .pod),
    ]

    /// The kind of an object of this kind and version. Versions of `apps` were once in `extensions`.
    static func named(_ name: String, version: String) -> KubernetesKind? {
        let group = version.split(separator: "/").dropLast().first.map(String.init) ?? ""
        return all.first { kind in
            guard kind.name == name else { return false }
            let own = kind.groups[0].split(separator: "/").dropLast().first.map(String.init) ?? ""
            return group == own || (own == "apps" && group == "extensions")
        }
    }

    /// Where the API lists it, in all namespaces or in one.
    func path(group: String, namespace: String?) -> String {
        let root = group.contains("/") ? "/apis/\(group)" : "/api/\(group)"
        return root + (namespace.map { "/namespaces/\($0)" } ?? "") + "/\(plural)"
    }
}
