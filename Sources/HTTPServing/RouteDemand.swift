package import Access
package import OCIModel

/// The right that a route asks for. There is no route without one: what is open to everyone is the ``Authorizer``'s to say.
package struct RouteDemand: Hashable, Sendable {
    let action: AccessRequest.Action
    /// `nil` asks about the whole registry.
    let repository: RepositoryName?

    package static func action(_ action: AccessRequest.Action, on repository: RepositoryName?) -> RouteDemand {
        RouteDemand(action: action, repository: repository)
    }
}
