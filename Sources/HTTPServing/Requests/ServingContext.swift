package import Access
package import Hummingbird
package import Logging
package import NIOCore
package import OCIModel

/// What is known of one request beside the request itself.
package struct ServingContext: InitializableFromSource, Sendable {
    package let channel: any Channel
    /// Carries the request's id.
    package let logger: Logger
    /// Answered to the client as `X-Request-Id` and written with every log line of the request.
    package let requestID: String
    package let identity: Identity

    package init(source: ApplicationRequestContextSource) {
        self.init(channel: source.channel, logger: source.logger, requestID: RequestIDs.next(), identity: .anonymous)
    }

    private init(channel: any Channel, logger: Logger, requestID: String, identity: Identity) {
        var logger = logger
        logger[metadataKey: "request.id"] = .string(requestID)
        self.channel = channel
        self.logger = logger
        self.requestID = requestID
        self.identity = identity
    }

    /// The same request, logged elsewhere.
    func logging(to logger: Logger) -> ServingContext {
        ServingContext(channel: channel, logger: logger, requestID: requestID, identity: identity)
    }

    /// Asks the authorizer.
    ///
    /// - Throws: ``OCIError`` with code `unauthorized` or `denied`.
    package func authorize(_ action: AccessRequest.Action, on repository: RepositoryName?, by authorizer: any Authorizer) async throws {
        switch await authorizer.decide(AccessRequest(identity: identity, action: action, repository: repository)) {
        case .allowed: return
        case .unauthenticated: throw OCIError(.unauthorized, "authentication is needed to \(action.rawValue) here; log in and try again")
        case .denied(let reason): throw OCIError(.denied, reason)
        }
    }
}
