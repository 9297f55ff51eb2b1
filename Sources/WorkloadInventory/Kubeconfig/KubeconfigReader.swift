import YAMLText

/// Reads one file of a kubeconfig. What it has beyond what is needed here is skipped, as every client does.
struct KubeconfigReader {
    let path: String

    func read(_ text: String) throws -> Kubeconfig {
        let root: YAMLNode?
        do {
            root = try YAMLDocument.parse(text)
        } catch let error {
            throw WorkloadError(.configuration, "the kubeconfig \(path) is not YAML: \(error)", cause: error)
        }
        var config = Kubeconfig()
        guard let root, root.scalar != "" else { return config }
        guard root.mapping != nil else { throw error(root, "this is no kubeconfig") }
        config.currentContext = try self.text(root, "current-context")
        for (name, node) in try entries(root, "clusters", "cluster") { config.clusters[name] = try cluster(node) }
        for (name, node) in try entries(root, "users", "user") { config.users[name] = try user(node) }
        for (name, node) in try entries(root, "contexts", "context") {
            guard let cluster = try self.text(node, "cluster") else { throw error(node, "the context '\(name)' names no cluster") }
            config.contexts[name] = Kubeconfig.Context(cluster: cluster, user: try self.text(node, "user"))
        }
        return config
    }

    private func cluster(_ node: YAMLNode) throws -> Kubeconfig.Cluster {
        Kubeconfig.Cluster(
            server: try text(node, "server"), authorities: try material(node, "certificate-authority"),
            skipsVerification: try flag(node, "insecure-skip-tls-verify"), serverName: try text(node, "tls-server-name"),
            proxy: try text(node, "proxy-url"))
    }

    private func user(_ node: YAMLNode) throws -> Kubeconfig.User {
        var user = Kubeconfig.User(
            clientCertificate: try material(node, "client-certificate"), clientKey: try material(node, "client-key"), token: try text(node, "token"),
            tokenFile: try text(node, "tokenFile").map(absolute), username: try text(node, "username"), password: try text(node, "password"))
        if let provider = present(node["auth-provider"]) { user.authProvider = try text(provider, "name") ?? "" }
        if let plugin = present(node["exec"]) { user.exec = try exec(plugin) }
        if let name = try text(node, "as") { user.headers.append(.init(name: "Impersonate-User", value: name)) }
        if let id = try text(node, "as-uid") { user.headers.append(.init(name: "Impersonate-Uid", value: id)) }
        for group in try texts(node, "as-groups") { user.headers.append(.init(name: "Impersonate-Group", value: group)) }
        for pair in present(node["as-user-extra"])?.mapping ?? [] {
            guard let key = pair.key.scalar else { throw error(pair.key, "a key of as-user-extra is no text") }
            for value in try list(pair.value, "as-user-extra") {
                guard let value = value.scalar else { throw error(value, "a value of as-user-extra is no text") }
                user.headers.append(.init(name: "Impersonate-Extra-\(key)", value: value))
            }
        }
        return user
    }

    private func exec(_ node: YAMLNode) throws -> ExecPlugin {
        guard let command = try text(node, "command") else { throw error(node, "exec has no command") }
        let version = try text(node, "apiVersion") ?? ""
        guard ExecPlugin.versions.contains(version) else {
            throw error(node, "exec has the apiVersion '\(version)'; there are \(ExecPlugin.versions.joined(separator: " and "))")
        }
        var plugin = ExecPlugin(
            command: command.contains("/") ? absolute(command) : command, arguments: try texts(node, "args"), version: version,
            providesClusterInfo: try flag(node, "provideClusterInfo"))
        plugin.needsTerminal = try text(node, "interactiveMode") == "Always"
        plugin.installHint = try text(node, "installHint")
        for entry in try present(node["env"]).map({ try list($0, "env") }) ?? [] {
            guard let name = try text(entry, "name") else { throw error(entry, "an entry of env has no name") }
            plugin.environment.append(.init(name: name, value: entry["value"]?.scalar ?? ""))
        }
        return plugin
    }

    private func material(_ node: YAMLNode, _ key: String) throws -> Kubeconfig.Material? {
        if let data = try text(node, key + "-data") { return .base64(data) }
        return try text(node, key).map { .file(absolute($0)) }
    }

    /// Paths are relative to the folder of their file.
    private func absolute(_ path: String) -> String {
        guard !path.hasPrefix("/"), let slash = self.path.lastIndex(of: "/") else { return path }
        return self.path[...slash] + path
    }

    private func entries(_ root: YAMLNode, _ key: String, _ inner: String) throws -> [(name: String, node: YAMLNode)] {
        var seen: Set<String> = []
        return try present(root[key]).map { try list($0, key) }?.compactMap { entry in
            guard let name = try text(entry, "name") else { throw error(entry, "an entry of \(key) has no name") }
            // Of two with one name clients take the first.
            guard seen.insert(name).inserted else { return nil }
            return (name, entry[inner] ?? YAMLNode(.scalar("")))
        } ?? []
    }

    private func list(_ node: YAMLNode, _ key: String) throws -> [YAMLNode] {
        guard let nodes = node.list else { throw error(node, "'\(key)' is no list") }
        return nodes
    }

    private func texts(_ node: YAMLNode, _ key: String) throws -> [String] {
        try present(node[key]).map { try list($0, key) }?.map { entry in
            guard let text = entry.scalar else { throw error(entry, "an entry of '\(key)' is no text") }
            return text
        } ?? []
    }

    private func text(_ node: YAMLNode, _ key: String) throws -> String? {
        guard let value = present(node[key]) else { return nil }
        guard let text = value.scalar else { throw error(value, "'\(key)' is no text") }
        return text
    }

    private func flag(_ node: YAMLNode, _ key: String) throws -> Bool {
        switch try text(node, key) {
        case "true": true
        case nil, "false": false
        case let text?: throw error(node[key], "'\(key)' is '\(text)', not true or false")
        }
    }

    /// What a program in Go writes for nothing counts as nothing.
    private func present(_ node: YAMLNode?) -> YAMLNode? {
        guard let node, node.scalar != "", node.scalar != "null", node.scalar != "~" else { return nil }
        return node
    }

    private func error(_ node: YAMLNode?, _ message: String) -> WorkloadError {
        WorkloadError(.configuration, "the kubeconfig \(path)\(node?.line.map { ", line \($0)" } ?? ""): \(message)")
    }
}
