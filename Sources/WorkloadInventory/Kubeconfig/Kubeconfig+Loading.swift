extension Kubeconfig {
    private static let limit = 4 << 20

    /// Loads the file that is named, else those of `$KUBECONFIG`, else `~/.kube/config`.
    ///
    /// - Throws: ``WorkloadError`` with code `configuration`. Of several files those that aren't there are skipped, unless all are.
    static func load(path: String?, environment: [String: String]) async throws -> Kubeconfig {
        if let path { return try await read(path) }
        let listed = (environment["KUBECONFIG"] ?? "").split(separator: ":").map(String.init)
        let paths = listed.isEmpty ? (environment["HOME"].map { ["\($0)/.kube/config"] } ?? []) : listed
        var config: Kubeconfig?
        for path in paths where FileBytes.mayExist(path) {
            let next = try await read(path)
            if config == nil { config = next } else { config?.merge(next) }
        }
        guard let config else {
            let places = paths.isEmpty ? "neither KUBECONFIG nor HOME is set" : "there is no \(paths.joined(separator: " and no "))"
            throw WorkloadError(.configuration, "there is no kubeconfig (\(places)); name one, or say that no cluster is to be asked")
        }
        return config
    }

    private static func read(_ path: String) async throws -> Kubeconfig {
        let bytes = try await FileBytes.read(path, limit: limit, what: "the kubeconfig \(path)")
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw WorkloadError(.configuration, "the kubeconfig \(path) is not UTF-8 text")
        }
        return try KubeconfigReader(path: path).read(text)
    }
}
