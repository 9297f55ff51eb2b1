import Access
import HTTPServing
import Hummingbird
import ImageStore
import NIOCore
import OCIModel

/// `/readyz`: pulls would be answered: the catalog can be read and the data folder is there.
struct ReadinessRoute: HTTPRoute {
    let name = "/readyz"
    let demand = RouteDemand.action(.probe, on: nil)
    let store: ImageStore

    func respond(to request: Request, body: IncomingBody, context: ServingContext) async throws -> Response {
        do {
            try await store.checkReadiness()
        } catch {
            throw OCIError(.unavailable, "the store can't be read; the server's log has the reason", cause: error)
        }
        return Response(status: .ok, headers: [.contentType: "text/plain"], body: ResponseBody(byteBuffer: ByteBuffer(string: "ready\n")))
    }
}
