/// The server's policies, by project.
package struct ServerPolicies: Hashable, Sendable {
    /// Reads the file whose example is `config/cleanup.yaml`.
    ///
    /// - Parameter name: The file, as messages call it.
    /// - Throws: ``RetentionError`` with code `policy`, with the line.
    package init(parsing text: String, name: String) throws {
    }

    /// What the first pattern says that matches.
    package func policies(for project: String) -> ProjectPolicies? {
        nil
    }

    package func layer(for project: String) -> PolicyLayer? {
        policies(for: project)?.layer
    }
}
