package import Access
package import OCIModel

/// The right that a route asks for.
package enum RouteDemand: Hashable, Sendable {
    /// Open to everyone by design: probes of health, which say nothing about content.
    case nothing
    case action(AccessRequest.Action, on: RepositoryName?)
}
