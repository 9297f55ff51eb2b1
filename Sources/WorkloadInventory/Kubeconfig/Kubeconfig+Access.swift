import FoundationEssentials

extension Kubeconfig {
    /// Finds out how the cluster of a context is reached: reads the files that are named, and runs a plugin that gives credentials.
    ///
    /// - Parameter name: `nil`: the current context.
    /// - Throws: ``WorkloadError`` with code `configuration`; `CancellationError`.
    func access(context name: String?) async throws -> ClusterAccess {
        guard let name = name ?? currentContext else {
            throw WorkloadError(.configuration, "the kubeconfig has no current context; choose one of \(Self.names(contexts))")
        }
        guard let context = contexts[name] else {
            throw WorkloadError(.configuration, "the kubeconfig has no context '\(name)'; there are \(Self.names(contexts))")
        }
        guard let cluster = clusters[context.cluster], let server = cluster.server else {
            throw WorkloadError(.configuration, "the kubeconfig has no server for the cluster '\(context.cluster)' of the context '\(name)'")
        }
        var access = ClusterAccess(server: server.last == "/" ? String(server.dropLast()) : server)
        access.authorities = try await bytes(cluster.authorities, "certificate-authority of the cluster '\(context.cluster)'")
        access.skipsVerification = cluster.skipsVerification
        access.serverName = cluster.serverName
        access.proxy = cluster.proxy
        if access.skipsVerification, access.authorities != nil {
            throw WorkloadError(
                .configuration, "the cluster '\(context.cluster)' has a certificate-authority and insecure-skip-tls-verify; keep one of them")
        }
        guard let userName = context.user else { return access }
        guard let user = users[userName] else {
            throw WorkloadError(.configuration, "the kubeconfig has no user '\(userName)', which the context '\(name)' names")
        }
        access.loginAdvice = "log in again as the user '\(userName)' of the kubeconfig, or name another context"
        try await add(user, named: userName, in: name, to: &access)
        return access
    }

    private func add(_ user: User, named name: String, in context: String, to access: inout ClusterAccess) async throws {
        if let provider = user.authProvider {
            throw WorkloadError(
                .configuration, "the user '\(name)' logs in by the auth-provider '\(provider)', which is no longer supported; use an exec plugin")
        }
        access.headers = user.headers.map { ($0.name, $0.value) }
        access.clientCertificate = try await bytes(user.clientCertificate, "client-certificate of the user '\(name)'")
        access.clientKey = try await bytes(user.clientKey, "client-key of the user '\(name)'")
        if let file = user.tokenFile {
            access.credentials = .tokenFile(file)
        } else if let token = user.token {
            access.credentials = .token(token)
        } else if let username = user.username {
            access.credentials = .password(user: username, password: user.password ?? "")
        } else if let plugin = user.exec {
            access.loginAdvice = "log in with '\(plugin.command)' again, which gave them"
            // What it gives may end while it is used, or be what it kept for too long.
            access.renewed = { try await self.access(context: context) }
            let result = try await plugin.run(for: access)
            if let token = result.token { access.credentials = .token(token) }
            if let certificate = result.clientCertificate { access.clientCertificate = Array(certificate.utf8) }
            if let key = result.clientKey { access.clientKey = Array(key.utf8) }
        }
        guard (access.clientCertificate == nil) == (access.clientKey == nil) else {
            throw WorkloadError(.configuration, "the user '\(name)' has only one of client certificate and key; it needs both")
        }
    }

    private func bytes(_ material: Material?, _ what: String) async throws -> [UInt8]? {
        switch material {
        case nil: return nil
        case .file(let path): return try await FileBytes.read(path, limit: 4 << 20, what: "\(path), the \(what),")
        case .base64(let text):
            guard let data = Data(base64Encoded: text, options: .ignoreUnknownCharacters), !data.isEmpty else {
                throw WorkloadError(.configuration, "the \(what) is not base64")
            }
            return Array(data)
        }
    }

    private static func names(_ contexts: [String: Context]) -> String {
        contexts.isEmpty ? "none" : contexts.keys.sorted().joined(separator: ", ")
    }
}
