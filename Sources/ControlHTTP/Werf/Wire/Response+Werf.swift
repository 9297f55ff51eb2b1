import HTTPTypes
import Hummingbird
import NIOCore

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
