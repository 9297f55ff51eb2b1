import Access
import HTTPServing
import HTTPTypes
import Hummingbird
import NIOCore
import OCIModel

/// end-1: says that this is a registry.
struct BaseRoute: HTTPRoute {
    let name = "/v2/"
    let demand = RouteDemand.action(.connect, on: nil)

    init(method: HTTPRequest.Method) throws {
        guard [.get, .head].contains(method) else { throw Refusal.methodNotAllowed(allowed: [.get, .head]) }
    }

    func respond(to request: Request, body: IncomingBody, context: ServingContext) async throws -> Response {
        Response(
            status: .ok, headers: [.contentType: "application/json", .dockerAPIVersion: "registry/2.0"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: "{}")))
    }
}
