/// A request that may be sent over and over, and the answer that it must bring each time.
struct Target: Sendable {
    /// Bodies up to this size are kept and compared with every answer's.
    static let comparedBodySize = 65_536

    let request: Request
    let status: Int
    /// As `Content-Length` states it, also in an answer to HEAD; the body's own length where it comes in chunks.
    let contentLength: Int
    /// `Docker-Content-Digest`, where the first answer had one.
    let digest: String?
    /// nil where it is too large to be compared, or comes in another order each time.
    let body: [UInt8]?

    /// Bytes that follow the head.
    var bodyLength: Int { request.isHead ? 0 : contentLength }

    /// - Throws: ``LoadError`` with code `unexpectedResponse` where a head isn't that of the first answer.
    func check(_ head: ResponseHead) throws {
        guard head.status == status, head.isChunked || head.contentLength == contentLength, head.contentDigest == digest else {
            throw LoadError(
                .unexpectedResponse,
                "status \(head.status), \(head.contentLength) bytes and digest \(head.contentDigest ?? "none") instead of \(status), "
                    + "\(contentLength) and \(digest ?? "none")")
        }
    }

    func check(_ received: UnsafeRawBufferPointer) throws {
        guard let body else { return }
        guard body.elementsEqual(received) else {
            throw LoadError(.unexpectedResponse, "an answer of \(received.count) bytes has another body than the first to the same request")
        }
    }
}
