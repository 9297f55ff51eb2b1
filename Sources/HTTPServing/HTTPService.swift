package import Hummingbird

/// An API that answers below some paths.
package protocol HTTPService: Sendable {
    /// Finds the route of a request.
    ///
    /// - Returns: `nil` where the path belongs to another service.
    /// - Throws: ``OCIModel/OCIError`` for a path that belongs here and names nothing that can exist.
    func route(_ request: Request) throws -> (any RouteMatch)?
}

/// What a method and a path lead to: a route, or what has to read the request's body to find one. It can't answer by itself.
package protocol RouteMatch: Sendable {
    /// The pattern of the path, as metrics and logs name the route; never anything that a client chose.
    var name: String { get }

    /// Finds the route, which the authorizer is asked about next.
    ///
    /// - Throws: ``OCIModel/OCIError`` for a body that names nothing that can exist. As nobody was asked yet, the refusal must not
    ///   depend on what there is.
    func route(reading body: IncomingBody) async throws -> any HTTPRoute
}

/// One route of a service, with what its path, its query and perhaps its body said.
///
/// ``ServingResponder`` asks the authorizer about ``demand`` first and calls ``respond(to:body:context:)`` only when the
/// answer was yes: a route can't forget to ask.
package protocol HTTPRoute: RouteMatch {
    var demand: RouteDemand { get }
    /// Whether answers have bodies that are made while they are sent. These are counted as they go out and recorded when they
    /// end; one in memory is sent in one piece, and recorded with its head.
    var streamsBody: Bool { get }

    /// Answers the request.
    ///
    /// - Throws: ``OCIModel/OCIError`` for a refusal; anything else is a failure of the server, logged and answered as such.
    func respond(to request: Request, body: IncomingBody, context: ServingContext) async throws -> Response
}

extension HTTPRoute {
    package var streamsBody: Bool { false }

    package func route(reading body: IncomingBody) -> any HTTPRoute { self }
}
