package import OCIModel

/// The name of a lease. Names of different namespaces have nothing to do with each other.
package struct LeaseKey: Hashable, Sendable {
    package let namespace: String
    package let name: String

    package init(namespace: String, name: String) {
        self.namespace = namespace
        self.name = name
    }

    /// A lease that belongs to a repository.
    package init(_ name: String, in repository: RepositoryName) {
        self.init(namespace: Self.namespace(of: repository), name: name)
    }

    package static func namespace(of repository: RepositoryName) -> String { "repository/\(repository)" }
}

extension LeaseKey: CustomStringConvertible {
    package var description: String { "\(namespace):\(name)" }
}
