import StowageTestSupport
import Testing

@testable import WorkloadInventory

@Suite("How a cluster is reached")
struct TransportTests {
    typealias Objects = ClusterObjects

    private static let objects = ["Pod": [Objects.pod("a", Objects.podSpec("r.test/chat/node:1"))]]
    private static let lines = ["chat/node:1 (pod chat-stage/a)"]

    /// Reads by a kubeconfig in a file.
    private func read(_ text: String, in scratch: ScratchFolder, environment: [String: String] = [:]) async throws -> [String] {
        let path = try scratch.write(text, to: "config")
        return try await WorkloadSource.kubeconfig(path: path, context: nil, namespaces: []).read(environment: environment).lines
    }

    private func withCluster(
        requiringClientCertificate: Bool = false, isNamed: Bool = false, authorization: String? = nil,
        _ body: @escaping @Sendable (FakeCluster, ScratchFolder) async throws -> Void
    ) async throws {
        try await FakeCluster.with(
            requiringClientCertificate: requiringClientCertificate, isNamed: isNamed,
            answer: { question in
                guard authorization == nil || question.header("Authorization") == authorization else {
                    return Objects.status(401, "Unauthorized", "Unauthorized")
                }
                return Objects.answer(question, Self.objects)
            }
        ) { cluster in
            try await ScratchFolder.with { try await body(cluster, $0) }
        }
    }

    @Test func `A client certificate of the kubeconfig`() async throws {
        try await withCluster(requiringClientCertificate: true) { cluster, scratch in
            let certificates = cluster.certificates
            let inside = "    client-certificate-data: \(certificates.client.base64)\n    client-key-data: \(certificates.clientKey.base64)"
            #expect(try await self.read(cluster.kubeconfig(user: inside), in: scratch) == Self.lines)
            try scratch.write(certificates.client, to: "client.pem")
            try scratch.write(certificates.clientKey, to: "client.key")
            let beside = "    client-certificate: client.pem\n    client-key: client.key"
            #expect(try await self.read(cluster.kubeconfig(user: beside), in: scratch) == Self.lines)
            let error = await #expect(throws: WorkloadError.self) { try await self.read(cluster.kubeconfig(user: "    token: x"), in: scratch) }
            #expect(error?.code == .unreachable)
        }
    }

    @Test func `A token, and one in a file that is read each time`() async throws {
        try await withCluster(authorization: "Bearer secret") { cluster, scratch in
            #expect(try await self.read(cluster.kubeconfig(user: "    token: secret"), in: scratch) == Self.lines)
            try scratch.write("secret\n", to: "token")
            #expect(try await self.read(cluster.kubeconfig(user: "    tokenFile: token\n    token: old"), in: scratch) == Self.lines)
            let error = await #expect(throws: WorkloadError.self) { try await self.read(cluster.kubeconfig(user: "    token: wrong"), in: scratch) }
            #expect(error?.code == .unauthorized)
        }
    }

    @Test func `A user name and a password`() async throws {
        try await withCluster(authorization: "Basic \("me:a:b".base64)") { cluster, scratch in
            let lines = try await self.read(cluster.kubeconfig(user: "    username: me\n    password: 'a:b'"), in: scratch)
            #expect(lines == Self.lines)
        }
    }

    @Test func `Acting for somebody else`() async throws {
        try await FakeCluster.with(answer: { question in
            guard question.header("Impersonate-User") == "cleaner", question.header("Impersonate-Extra-scopes") == "view" else {
                return Objects.status(403, "Forbidden", "no")
            }
            return Objects.answer(question, Self.objects)
        }) { cluster in
            try await ScratchFolder.with { scratch in
                let user = "    token: x\n    as: cleaner\n    as-groups: [a, b]\n    as-user-extra: {scopes: [view]}"
                let lines = try await self.read(cluster.kubeconfig(user: user), in: scratch)
                #expect(lines == Self.lines)
            }
        }
    }

    @Test func `Only a certificate of the cluster's authority, for its name, is taken`() async throws {
        try await withCluster { cluster, scratch in
            let unknown = await #expect(throws: WorkloadError.self) {
                try await self.read(cluster.kubeconfig(user: "    token: x", cluster: "    # no authority"), in: scratch)
            }
            #expect(unknown?.code == .unreachable)
            let lines = try await self.read(cluster.kubeconfig(user: "    token: x", cluster: "    insecure-skip-tls-verify: true"), in: scratch)
            #expect(lines == Self.lines)
        }
        try await withCluster(isNamed: true) { cluster, scratch in
            try scratch.write(cluster.certificates.authority, to: "ca.pem")
            for name in ["", "    tls-server-name: other.test\n"] {
                let error = await #expect(throws: WorkloadError.self) {
                    try await self.read(cluster.kubeconfig(user: "    token: x", cluster: name + "    certificate-authority: ca.pem"), in: scratch)
                }
                #expect(error?.code == .unreachable)
            }
            let name = "    tls-server-name: cluster.test\n    certificate-authority: ca.pem"
            let lines = try await self.read(cluster.kubeconfig(user: "    token: x", cluster: name), in: scratch)
            #expect(lines == Self.lines)
        }
    }

    @Test func `From inside of the cluster, by the service account`() async throws {
        try await withCluster(authorization: "Bearer secret") { cluster, scratch in
            try scratch.write(cluster.certificates.authority, to: "ca.crt")
            try scratch.write("secret", to: "token")
            let environment = ["KUBERNETES_SERVICE_HOST": "127.0.0.1", "KUBERNETES_SERVICE_PORT": "\(cluster.port)"]
            #expect(try await cluster.read(.inCluster(environment: environment, folder: scratch.path)).lines == Self.lines)
        }
        let access = try await ScratchFolder.with { scratch in
            try scratch.write("", to: "ca.crt")
            return try await ClusterAccess.inCluster(
                environment: ["KUBERNETES_SERVICE_HOST": "fd00::1", "KUBERNETES_SERVICE_PORT": "443"], folder: scratch.path)
        }
        #expect(access.server == "https://[fd00::1]:443")
        let error = await #expect(throws: WorkloadError.self) { try await WorkloadSource.inCluster(namespaces: []).read(environment: [:]) }
        #expect(error?.code == .configuration)
    }

    @Test func `A plugin gives the token, knowing the cluster`() async throws {
        try await withCluster(authorization: "Bearer secret") { cluster, scratch in
            let script = """
                #!/bin/sh
                case "$KUBERNETES_EXEC_INFO" in *'"server":"\(cluster.server)"'*) ;; *) echo "not told: $KUBERNETES_EXEC_INFO" >&2; exit 1 ;; esac
                echo '{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/'$VERSION'","spec":{},"status":{"token":"'$1'"}}'
                """
            try await Shell.succeed("chmod", ["+x", scratch.write(script, to: "plugin")])
            for version in ["v1", "v1beta1"] {
                let user = """
                        exec:
                          apiVersion: client.authentication.k8s.io/\(version)
                          command: ./plugin
                          args: [secret]
                          env: [{name: VERSION, value: \(version)}]
                          provideClusterInfo: true
                          interactiveMode: IfAvailable
                    """
                #expect(try await self.read(cluster.kubeconfig(user: user), in: scratch) == Self.lines)
            }
        }
    }
}
