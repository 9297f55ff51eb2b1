extension ClusterAccess {
    private static let folder = "/var/run/secrets/kubernetes.io/serviceaccount"

    /// The cluster that this process runs in, by the service account of its pod.
    ///
    /// - Throws: ``WorkloadError`` with code `configuration` outside of a pod.
    static func inCluster(environment: [String: String], folder: String = folder) async throws -> ClusterAccess {
        guard let host = environment["KUBERNETES_SERVICE_HOST"], let port = environment["KUBERNETES_SERVICE_PORT"], !host.isEmpty, !port.isEmpty
        else {
            throw WorkloadError(
                .configuration, "this process runs in no pod: KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT are not set; name a kubeconfig")
        }
        var access = ClusterAccess(server: "https://\(host.contains(":") ? "[\(host)]" : host):\(port)")
        access.authorities = try await FileBytes.read("\(folder)/ca.crt", limit: 1 << 20, what: "the service account's \(folder)/ca.crt")
        access.credentials = .tokenFile("\(folder)/token")
        access.loginAdvice = "give the pod a service account that the cluster knows"
        return access
    }
}
