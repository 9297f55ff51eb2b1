import StowageTestSupport
import Testing

@testable import WorkloadInventory

@Suite("Programs that give credentials")
struct ExecPluginTests {
    /// Runs a shell's commands as a plugin.
    private func run(_ script: String, change: (inout ExecPlugin) -> Void = { _ in }) async throws -> ExecCredential.Status {
        var plugin = ExecPlugin(
            command: "sh", arguments: ["-c", script], version: "client.authentication.k8s.io/v1", providesClusterInfo: false)
        change(&plugin)
        return try await plugin.run(for: ClusterAccess(server: "https://cluster.test"))
    }

    private static func credential(_ status: String, version: String = "v1") -> String {
        #"echo '{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/\#(version)","status":\#(status)}'"#
    }

    @Test func `Token and certificate are taken, and no cluster is told of where none was asked for`() async throws {
        let status = try await run(
            Self.credential(##"{"token":"t","clientCertificateData":"PEM","clientKeyData":"KEY","expirationTimestamp":"2030-01-01T00:00:00Z"}"##))
        #expect(status.token == "t")
        #expect(status.clientCertificate == "PEM")
        #expect(status.clientKey == "KEY")
        let echoed = try await run(
            #"test "$KUBERNETES_EXEC_INFO" = '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","spec":{"interactive":false}}' && "#
                + Self.credential(#"{"token":"t"}"#))
        #expect(echoed.token == "t")
    }

    @Test(arguments: [
        "exit 3", "echo no >&2; exit 1", "echo hello", "kill -9 $$", credential("{}"), credential(#"{"token":""}"#),
        credential(#"{"token":"t"}"#, version: "v1beta1"), #"echo '{"kind":"Status","apiVersion":"client.authentication.k8s.io/v1"}'"#,
    ])
    func `A plugin that gives none stops the cleanup`(script: String) async throws {
        let error = await #expect(throws: WorkloadError.self) { try await run(script) }
        #expect(error?.code == .configuration)
    }

    /// Runs a body with a kubeconfig whose plugin gives `token1`, then `token2` and so on, and a cluster that takes one of them.
    private func withRenewal(
        taken: String, _ body: @escaping @Sendable (_ kubeconfig: String, _ runs: @escaping @Sendable () throws -> String) async throws -> Void
    ) async throws {
        try await ScratchFolder.with { scratch in
            let counter = scratch.path("runs")
            let script = "echo x >> \(counter); n=$(wc -l < \(counter)); " + Self.credential(#"{"token":"token'$n'"}"#)
            _ = try scratch.write(script, to: "plugin.sh")
            try await FakeCluster.with(answer: { question in
                // Not at once: what was read with the old ones is read again.
                let isLate = question.path == "/api/v1/pods" || taken == "none"
                guard !isLate || question.header("authorization") == "Bearer \(taken)" else {
                    return ClusterObjects.status(401, "Unauthorized", "Unauthorized")
                }
                let pod = ClusterObjects.pod("a", ClusterObjects.podSpec("r.test/chat/node:1"))
                return ClusterObjects.answer(question, ["Pod": [pod]])
            }) { cluster in
                let user = """
                        exec:
                          apiVersion: client.authentication.k8s.io/v1
                          command: sh
                          args: [\(scratch.path("plugin.sh"))]
                    """
                let path = try scratch.write(cluster.kubeconfig(user: user), to: "config")
                try await body(path) { String(decoding: try scratch.read("runs"), as: UTF8.self) }
            }
        }
    }

    @Test func `Credentials that have ended are asked for anew, once`() async throws {
        try await withRenewal(taken: "token2") { path, runs async throws in
            let source = WorkloadSource.kubeconfig(path: path, context: nil, namespaces: [])
            #expect(try await source.read(environment: [:]).lines == ["chat/node:1 (pod chat-stage/a)"])
            #expect(try runs() == "x\nx\n")
        }
        try await withRenewal(taken: "none") { path, runs async throws in
            let source = WorkloadSource.kubeconfig(path: path, context: nil, namespaces: [])
            let error = await #expect(throws: WorkloadError.self) { try await source.read(environment: [:]) }
            #expect(error?.code == .unauthorized)
            #expect(error?.message.contains("log in with 'sh' again") == true, "\(error?.message ?? "")")
            #expect(try runs() == "x\nx\n")
        }
    }

    @Test func `A plugin that isn't installed, waits for people or doesn't end is said`() async throws {
        let missing = await #expect(throws: WorkloadError.self) {
            try await run("") {
                $0.command = "no-such-plugin"; $0.installHint = "Get it from example.test."
            }
        }
        #expect(missing?.message.hasSuffix("is not installed. Get it from example.test.") == true)
        let terminal = await #expect(throws: WorkloadError.self) { try await run("") { $0.needsTerminal = true } }
        #expect(terminal?.code == .configuration)
        let endless = await #expect(throws: WorkloadError.self) { try await run("exec sleep 60") { $0.timeLimit = .milliseconds(100) } }
        #expect(endless?.message.contains("did not end") == true)
    }
}
