/// The name of a lease. Names of different namespaces have nothing to do with each other.
package struct LeaseKey: Hashable, Sendable {
    package let namespace: String
    package let name: String

    package init(namespace: String, name: String) {
        self.namespace = namespace
        self.name = name
    }
}

extension LeaseKey: CustomStringConvertible {
    package var description: String { "\(namespace):\(name)" }
}
