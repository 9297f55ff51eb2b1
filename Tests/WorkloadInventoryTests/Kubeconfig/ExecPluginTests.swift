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
