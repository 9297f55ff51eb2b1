import Catalog
import HTTPTypes
import Hummingbird
import NIOCore
import OCIModel

extension Response {
    /// An answer of the protocol: one line of JSON.
    static func werf(_ json: String) -> Response {
        Response(status: .ok, headers: [.contentType: "application/json"], body: ResponseBody(byteBuffer: ByteBuffer(string: json + "\n")))
    }

    /// What is no answer of the protocol: one line of text.
    static func werfText(_ text: String, status: HTTPResponse.Status) -> Response {
        Response(
            status: status, headers: [.contentType: "text/plain; charset=utf-8"], body: ResponseBody(byteBuffer: ByteBuffer(string: text + "\n")))
    }
}

extension OCIError {
    /// Clients try again on any status but 200.
    static func werf(_ error: CatalogError) -> OCIError {
        switch error.code {
        case .noSpace:
            OCIError(.storageFull, "the store is full; delete something or add space, then try again: \(error.message)", cause: error)
        case .busy, .closed: OCIError(.unavailable, "the catalog is not available; try again", cause: error)
        default: OCIError(.internalFailure, "the catalog failed; the server's log has the reason", cause: error)
        }
    }
}
