import Access
import HTTPServing
import Hummingbird
import NIOCore

/// `/healthz`: the process runs and answers. It looks at nothing else, so that a full disk doesn't get it restarted.
struct HealthRoute: HTTPRoute {
    let name = "/healthz"
    let demand = RouteDemand.action(.probe, on: nil)

    func respond(to request: Request, body: IncomingBody, context: ServingContext) async throws -> Response {
        Response(status: .ok, headers: [.contentType: "text/plain"], body: ResponseBody(byteBuffer: ByteBuffer(string: "ok\n")))
    }
}
