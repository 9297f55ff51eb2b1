import YAMLText

/// The server's policies, by project.
package struct ServerPolicies: Hashable, Sendable {
    private struct Entry: Hashable, Sendable {
        var pattern: ProjectGlob
        var policies: ProjectPolicies
    }

    private var entries: [Entry] = []

    /// Reads the file whose example is `config/cleanup.yaml`.
    ///
    /// - Parameter name: The file, as messages call it.
    /// - Throws: ``RetentionError`` with code `policy`, with the line; also where the policies of a project can't be.
    package init(parsing text: String, name: String) throws {
        let reader = PolicyReader(name: name)
        guard let root = try reader.parse(text) else { return }
        guard let projects = try reader.values(root, of: "the file", keys: ["projects"])["projects"] else { return }
        for entry in try reader.entries(projects, of: "projects") {
            guard let pattern = ProjectGlob(entry.key) else {
                throw reader.error(
                    entry.node,
                    "'\(entry.key.prefix(160))' is no project; write its name, with * for a part of a component, or ** behind the last slash for all below"
                )
            }
            let policies = try reader.project(entry.value)
            do {
                _ = try CleanupPolicies([policies.layer])
            } catch let error as RetentionError {
                throw reader.error(entry.node, "the policies of '\(entry.key)': \(error.message)")
            }
            entries.append(Entry(pattern: pattern, policies: policies))
        }
    }

    /// What stands under the first pattern that matches, in the order of the file.
    package func policies(for project: String) -> ProjectPolicies? {
        entries.first { $0.pattern.matches(project) }?.policies
    }

    package func layer(for project: String) -> PolicyLayer? {
        policies(for: project)?.layer
    }
}

extension PolicyReader {
    fileprivate func project(_ node: YAMLNode) throws -> ProjectPolicies {
        var project = ProjectPolicies(layer: PolicyLayer())
        for entry in try entries(node, of: "a project") {
            switch entry.key {
            case "git": project.git = try text(entry.value, of: "git")
            case "workloads": project.workloads = try list(entry.value, of: "workloads").map { try workload($0) }
            case _ where Self.layerKeys.contains(entry.key): try take(entry.key, entry.value, into: &project.layer)
            default:
                let known = (Self.layerKeys + ["git", "workloads"]).joined(separator: ", ")
                throw error(entry.node, "'\(entry.key.prefix(160))' is nothing that a project has; it may have \(known)")
            }
        }
        return project
    }

    private func workload(_ node: YAMLNode) throws -> WorkloadSetting {
        let entries = try entries(node, of: "an entry of workloads")
        guard let entry = entries.first, entries.count == 1 else {
            throw error(node, "an entry of workloads is one of kubeconfig, inCluster or file")
        }
        switch entry.key {
        case "kubeconfig":
            let values = try values(entry.value, of: "kubeconfig", keys: ["path", "context", "namespaces"])
            return .kubeconfig(
                path: try values["path"].map { try text($0, of: "path") }, context: try values["context"].map { try text($0, of: "context") },
                namespaces: try values["namespaces"].map { try texts($0, of: "namespaces") } ?? [])
        case "inCluster":
            let values = try values(entry.value, of: "inCluster", keys: ["namespaces"])
            return .inCluster(namespaces: try values["namespaces"].map { try texts($0, of: "namespaces") } ?? [])
        case "file":
            return .file(path: try text(entry.value, of: "file"))
        default:
            throw error(entry.node, "'\(entry.key.prefix(160))' is no source of workloads; there are kubeconfig, inCluster and file")
        }
    }
}
