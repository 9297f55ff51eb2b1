import Access
import HTTPServing
import Hummingbird
import NIOCore

/// `/werf/`: says to people what is here.
struct WerfLandingRoute: HTTPRoute {
    let name = "/werf/"
    let demand = RouteDemand.action(.probe, on: nil)

    func respond(to request: Request, body: IncomingBody, context: ServingContext) async throws -> Response {
        Response(status: .ok, headers: [.contentType: "text/html; charset=utf-8"], body: ResponseBody(byteBuffer: ByteBuffer(string: Self.page)))
    }

    private static let page = """
        <!doctype html>
        <html lang="en">
        <head><meta charset="utf-8"><title>Stowage: werf synchronization</title></head>
        <body>
        <h1>werf synchronization</h1>
        <p>Stowage speaks werf's synchronization protocol here. Give werf this page's address:
        <code>--synchronization http://HOST:PORT/werf</code>, or set <code>WERF_SYNCHRONIZATION</code>.</p>
        </body>
        </html>

        """
}
