/// Where the server asks what runs, as its file of policies says it.
package enum WorkloadSetting: Hashable, Sendable {
    /// `path` and `context` as of a kubeconfig; no namespaces: all.
    case kubeconfig(path: String?, context: String?, namespaces: [String])
    /// The cluster that the server runs in.
    case inCluster(namespaces: [String])
    /// A file with one reference a line, or with what `kubectl get … -o json` prints.
    case file(path: String)
}
