package import StageModel

/// Where to ask what runs.
package enum WorkloadSource: Hashable, Sendable {
    /// A cluster, by a kubeconfig (`nil`: `$KUBECONFIG`, else `~/.kube/config`) and one of its contexts (`nil`: the current one).
    case kubeconfig(path: String?, context: String?, namespaces: [String])
    /// The cluster that this process runs in, by its service account.
    case inCluster(namespaces: [String])
    /// One reference a line, or what `kubectl get … -o json` prints; `-` is the standard input.
    case file(path: String)

    /// Every image that is used there.
    ///
    /// - Parameter environment: For `KUBECONFIG`, `HOME`, and the address of the cluster that this process runs in.
    /// - Throws: ``WorkloadError`` where it can't be read to the end; `CancellationError`.
    package func read(environment: [String: String]) async throws -> WorkloadReading {
        throw WorkloadError(.configuration, "not there yet")
    }

    package func uses() async throws -> [ImageUse] {
        throw WorkloadError(.configuration, "not there yet")
    }
}
