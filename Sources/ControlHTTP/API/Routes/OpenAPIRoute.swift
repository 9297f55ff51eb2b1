import Access
import HTTPServing
import HTTPTypes
import Hummingbird
import NIOCore

/// `GET openapi.json`: what this API is.
struct OpenAPIRoute: HTTPRoute {
    private static let document = ByteBuffer(string: OpenAPIDocument.text)

    let name = APIEndpoint.openAPI.path
    let demand = RouteDemand.action(.connect, on: nil)

    func respond(to request: Request, body: IncomingBody, context: ServingContext) async throws -> Response {
        Response(status: .ok, headers: [.contentType: "application/json"], body: ResponseBody(byteBuffer: Self.document))
    }
}
