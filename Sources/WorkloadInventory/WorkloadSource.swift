import FoundationEssentials

/// Where to ask what runs.
package enum WorkloadSource: Hashable, Sendable {
    /// A cluster, by a kubeconfig (`nil`: `$KUBECONFIG`, else `~/.kube/config`) and one of its contexts (`nil`: the current one).
    /// No namespaces: all.
    case kubeconfig(path: String?, context: String?, namespaces: [String])
    /// The cluster that this process runs in, by its service account.
    case inCluster(namespaces: [String])
    /// One reference a line, or what `kubectl get … -o json` prints; `-` is the standard input.
    case file(path: String)

    /// Every image that is used there. Of a cluster: by pods, whatever their phase, and by what makes pods.
    ///
    /// Ends: what a cluster may answer is bounded in bytes, pages and time.
    ///
    /// - Parameter environment: For `KUBECONFIG`, `HOME`, and the address of the cluster that this process runs in.
    /// - Throws: ``WorkloadError`` where it can't be read to the end; `CancellationError`. A standard input that says nothing is waited
    ///   for also when the task is cancelled.
    package func read(environment: [String: String] = ProcessInfo.processInfo.environment) async throws -> WorkloadReading {
        switch self {
        case .kubeconfig(let path, let context, let namespaces):
            let config = try await Kubeconfig.load(path: path, environment: environment)
            return try await Self.read(config.access(context: context), namespaces)
        case .inCluster(let namespaces):
            return try await Self.read(.inCluster(environment: environment), namespaces)
        case .file(let path):
            return try await WorkloadFile.read(path)
        }
    }

    private static func read(_ access: ClusterAccess, _ namespaces: [String]) async throws -> WorkloadReading {
        try await KubernetesClient.reading(access, namespaces: namespaces, limits: KubernetesLimits())
    }
}
