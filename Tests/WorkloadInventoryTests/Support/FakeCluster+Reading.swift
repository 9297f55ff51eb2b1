import OCIModel
import StageModel
import StowageTestSupport

@testable import WorkloadInventory

extension FakeCluster {
    /// How the cluster is reached, by the authority that signed its certificate.
    var access: ClusterAccess {
        var access = ClusterAccess(server: server)
        access.authorities = Array(certificates.authority.utf8)
        access.credentials = .token("secret")
        return access
    }

    /// Reads it without waiting between attempts.
    func read(
        _ access: ClusterAccess? = nil, namespaces: [String] = [], limits change: (inout KubernetesLimits) -> Void = { _ in }
    ) async throws -> WorkloadReading {
        var limits = KubernetesLimits()
        limits.pause = { _ in }
        change(&limits)
        return try await KubernetesClient.reading(access ?? self.access, namespaces: namespaces, limits: limits)
    }

    /// A kubeconfig for it, with these lines for its user.
    func kubeconfig(user: String, cluster: String = "") -> String {
        """
        apiVersion: v1
        kind: Config
        current-context: test
        preferences: {}
        clusters:
        - name: here
          cluster:
            server: \(server)
        \(cluster.isEmpty ? "    certificate-authority-data: \(certificates.authority.base64)" : cluster)
        contexts:
        - name: test
          context: {cluster: here, user: cleaner, namespace: default}
        users:
        - name: cleaner
          user:
        \(user)
        """
    }
}

extension WorkloadReading {
    /// `REPOSITORY:TAG@DIGEST (owner)`, but for second readings: with the host, or with `library/`.
    var lines: [String] {
        uses.filter { use in !["library/", "r.test/"].contains { use.repository?.value.hasPrefix($0) == true } }.map { use in
            (use.repository?.value ?? "") + (use.tag.map { ":\($0)" } ?? "") + (use.digest.map { "@\($0)" } ?? "") + " (\(use.owner))"
        }
    }
}
