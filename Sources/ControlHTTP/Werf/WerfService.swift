package import Access
package import Catalog
package import HTTPServing
package import Hummingbird

/// werf's synchronization protocol, under `/werf`: locks, and the cache of stage lists, as werf 1.1 and 1.2 ask for them.
/// `--synchronization http://HOST:PORT/werf` points werf here.
///
/// What the protocol's own server does wrong is done right where clients can't tell: locks survive a restart, each holder
/// has an id of its own, names are checked, and the cache names no stage that is gone.
package struct WerfService: HTTPService {
    private let catalog: Catalog
    private let authorizer: any Authorizer

    package init(catalog: Catalog, authorizer: any Authorizer) {
        self.catalog = catalog
        self.authorizer = authorizer
    }

    package func route(_ request: Request) throws -> (any RouteMatch)? {
        guard let path = WerfPath(request.head.path ?? "") else { return nil }
        switch path {
        case .landing: return WerfLandingRoute()
        case .health: return WerfHealthRoute()
        case .newClientID: return WerfClientIDRoute()
        case .call(let call, let client): return WerfCallRoute(call: call, client: client, catalog: catalog, authorizer: authorizer)
        case .clientInvalid:
            return WerfRefusalRoute(
                status: .badRequest,
                text: "Bad request: the path names no client id of 1 to 128 letters, digits, '.', '_' and '-', not beginning with a dot")
        case .unknown: return WerfRefusalRoute(status: .notFound, text: "404 page not found")
        }
    }
}
