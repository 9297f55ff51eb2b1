import FoundationEssentials
import Subprocess

/// A program that gives the credentials of a user (client.authentication.k8s.io). It isn't given a terminal.
struct ExecPlugin: Hashable, Sendable {
    struct Variable: Hashable, Sendable {
        var name: String
        var value: String
    }

    static let versions = ["client.authentication.k8s.io/v1", "client.authentication.k8s.io/v1beta1"]
    private static let outputLimit = 1 << 20

    /// A name that is looked for in `PATH`, or a path.
    var command: String
    var arguments: [String]
    var version: String
    var providesClusterInfo: Bool
    var environment: [Variable] = []
    var needsTerminal = false
    /// What its author says to people who don't have it.
    var installHint: String?
    var timeLimit = Duration.seconds(60)

    init(command: String, arguments: [String], version: String, providesClusterInfo: Bool) {
        self.command = command
        self.arguments = arguments
        self.version = version
        self.providesClusterInfo = providesClusterInfo
    }

    /// - Throws: ``WorkloadError`` with code `configuration` where it gives none; `CancellationError`.
    func run(for access: ClusterAccess) async throws -> ExecCredential.Status {
        guard !needsTerminal else { throw failure("asks people for something (interactiveMode: Always), and there is nobody") }
        // `env` takes both names and paths; these two it would take for something else.
        guard !command.hasPrefix("-"), !command.contains("=") else { throw failure("has a name that can't be run") }
        var variables: [Environment.Key: String?] = ["KUBERNETES_EXEC_INFO": try information(access)]
        for variable in environment {
            guard let key = Environment.Key(rawValue: variable.name) else { throw failure("has a variable '\(variable.name)', which can't be") }
            variables[key] = variable.value
        }
        let given = Environment.inherit.updating(variables)
        let output: [UInt8]
        do {
            output = try await withTimeLimit { try await execute(given) }
        } catch let error as SubprocessError {
            try Task.checkCancellation()
            throw failure("could not be run: \(error)", cause: error)
        }
        let credential: ExecCredential
        do {
            credential = try JSONDecoder().decode(ExecCredential.self, from: Data(output))
        } catch {
            throw failure("printed something that is no ExecCredential", cause: error)
        }
        guard credential.kind == ExecCredential.kindName, credential.apiVersion == version else {
            throw failure("printed a '\(credential.kind ?? "")' of '\(credential.apiVersion ?? "")', not an ExecCredential of '\(version)'")
        }
        guard let status = credential.status, status.token?.isEmpty == false || status.clientCertificate != nil else {
            throw failure("printed an ExecCredential without a token or a certificate")
        }
        return status
    }

    private func execute(_ environment: Environment) async throws -> [UInt8] {
        let result = try await Subprocess.run(
            .name("env"), arguments: Arguments([command] + arguments), environment: environment, output: .bytes(limit: Self.outputLimit),
            error: .bytes(limit: Self.outputLimit))
        try Task.checkCancellation()
        guard result.terminationStatus.isSuccess else {
            if case .exited(127) = result.terminationStatus { throw failure("is not installed. \(installHint ?? "Install it.")") }
            let said = String(decoding: result.standardError.suffix(1000), as: UTF8.self).split(separator: "\n").joined(separator: " ")
            throw failure("failed (\(result.terminationStatus))" + (said.isEmpty ? "" : ": \(said)"))
        }
        return result.standardOutput
    }

    private func withTimeLimit(_ work: @escaping @Sendable () async throws -> [UInt8]) async throws -> [UInt8] {
        try await withThrowingTaskGroup(of: [UInt8].self) { tasks in
            tasks.addTask { try await work() }
            tasks.addTask {
                try await Task.sleep(for: timeLimit)
                throw failure("did not end within \(timeLimit)")
            }
            defer { tasks.cancelAll() }
            guard let output = try await tasks.next() else { throw CancellationError() }
            return output
        }
    }

    private func information(_ access: ClusterAccess) throws -> String {
        let cluster = ExecCredential.Spec.Cluster(
            server: access.server, serverName: access.serverName, skipsVerification: access.skipsVerification ? true : nil,
            authorities: access.authorities.map { Data($0).base64EncodedString() }, proxy: access.proxy)
        let spec = ExecCredential.Spec(interactive: false, cluster: providesClusterInfo ? cluster : nil)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(
            decoding: try encoder.encode(ExecCredential(apiVersion: version, kind: ExecCredential.kindName, spec: spec)), as: UTF8.self)
    }

    private func failure(_ problem: String, cause: (any Error)? = nil) -> WorkloadError {
        WorkloadError(.configuration, "the program '\(command)', which gives the credentials for the cluster, \(problem)", cause: cause)
    }
}
