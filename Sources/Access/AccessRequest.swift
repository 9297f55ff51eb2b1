package import OCIModel

/// One question to the ``Authorizer``: may this identity do this here?
package struct AccessRequest: Hashable, Sendable {
    package enum Action: String, CaseIterable, Sendable {
        /// Find out that the service speaks the protocol.
        case connect
        /// Read blobs, manifests, tags and referrers.
        case pull
        /// Upload blobs, write manifests, move tags.
        case push
        /// Remove tags, manifests and blobs.
        case delete
        /// See which repositories there are.
        case list
        /// Find out whether the service is alive and ready; says nothing about content.
        case probe
        /// Read metrics.
        case observe
    }

    package let identity: Identity
    package let action: Action
    /// `nil` asks about the whole registry.
    package let repository: RepositoryName?

    package init(identity: Identity, action: Action, repository: RepositoryName?) {
        self.identity = identity
        self.action = action
        self.repository = repository
    }
}
