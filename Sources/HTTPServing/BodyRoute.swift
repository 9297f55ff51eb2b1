package import NIOCore
import OCIModel

/// Finds a route by the request's body, which is read into memory first: for documents that say which repository they are about.
package struct BodyRoute: RouteMatch {
    package let name: String
    private let limit: Int
    private let read: @Sendable (ByteBuffer) throws -> any HTTPRoute

    /// - Parameters:
    ///   - limit: The largest body, in bytes. Anybody can make the server hold this much.
    ///   - read: Makes the route of the body; throws ``OCIModel/OCIError``.
    package init(name: String, limit: Int, _ read: @escaping @Sendable (ByteBuffer) throws -> any HTTPRoute) {
        self.name = name
        self.limit = limit
        self.read = read
    }

    package func route(reading body: IncomingBody) async throws -> any HTTPRoute {
        try read(try await body.collect(upTo: limit, orRefuseAs: .requestTooLarge, incomplete: .requestInvalid))
    }
}
