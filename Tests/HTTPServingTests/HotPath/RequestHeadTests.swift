import Testing

@testable import HTTPServing

@Suite struct RequestHeadTests {
    private func read(_ text: String) -> RequestHead.Reading {
        var text = text
        return text.withUTF8 { RequestHead.read(UnsafeRawBufferPointer($0)) }
    }

    private func head(_ text: String) throws -> RequestHead {
        guard case .head(let head) = read(text) else { throw Unread(text: text, reading: read(text)) }
        return head
    }

    private struct Unread: Error {
        let text: String
        let reading: RequestHead.Reading
    }

    @Test(arguments: [
        ("GET /v2/ HTTP/1.1\r\n\r\n", RequestHead.Method.get, true, 0), ("HEAD /v2/ HTTP/1.1\r\nHost: a\r\n\r\n", .head, true, 0),
        ("GET /v2/ HTTP/1.1\r\nHost:a\r\nAccept: */*, x\r\nX_!#$%&'*+.^`|~1-: \t y \t\r\n\r\n", .get, true, 0),
        ("GET /v2/ HTTP/1.1\r\nconnection: Keep-Alive\r\nX: \u{e4}\r\n\r\n", .get, true, 0),
        ("GET /v2/ HTTP/1.1\r\nRANGE: bytes=0-1\r\n\r\n", .get, false, 0), ("GET /v2/ HTTP/1.1\r\nIf-None-Match: x\r\n\r\n", .get, false, 0),
        ("GET /v2/ HTTP/1.1\r\nAuthorization: Basic eA==\r\n\r\n", .get, false, 0), ("GET /v2/ HTTP/1.1\r\nIf-Match: x\r\n\r\n", .get, false, 0),
        ("GET /v2/ HTTP/1.1\r\nIf-Modified-Since: x\r\n\r\n", .get, false, 0), ("GET /v2/ HTTP/1.1\r\nIf-Range: x\r\n\r\n", .get, false, 0),
        ("GET /v2/ HTTP/1.1\r\nContent-Length: 0\r\n\r\n", .get, true, 0), ("GET /v2/ HTTP/1.1\r\nContent-Length: 7\r\n\r\n", .get, false, 7),
        ("PUT /v2/ HTTP/1.1\r\ncontent-length:  123 \r\n\r\n", .other, false, 123), ("DELETE /v2/ HTTP/1.1\r\n\r\n", .other, true, 0),
    ])
    func takesPlainHeads(text: String, method: RequestHead.Method, isPlain: Bool, bodyLength: Int) throws {
        let head = try head(text)
        #expect(head.method == method)
        #expect(head.isPlain == isPlain)
        #expect(head.bodyLength == bodyLength)
        #expect(head.length == text.utf8.count)
        #expect(Array(text.utf8)[head.target].elementsEqual("/v2/".utf8))
        // What stands behind it changes nothing.
        #expect(try self.head(text + "GET / HTTP/1.1\r\nRange: 1\r\n\r\n") == head)
    }

    /// Whatever the other parser may read in another way.
    @Test(arguments: [
        "GET /v2/ HTTP/1.0\r\n\r\n", "GET /v2/ HTTP/1.1 \r\n\r\n", "GET  /v2/ HTTP/1.1\r\n\r\n", "GET /v2/\r\n\r\n", "GET /v2/ x HTTP/1.1\r\n\r\n",
        "\r\nGET /v2/ HTTP/1.1\r\n\r\n", "get /v2/ HTTP/1.1\r\n\r\n", "GET /v2/ HTTP/1.1\n\r\n", "GET /v2/ HTTP/1.1\r\nA: b\n\r\n",
        "GET /v2/ HTTP/1.1\r\nA: b\r\n c\r\n\r\n", "GET /v2/ HTTP/1.1\r\nA : b\r\n\r\n", "GET /v2/ HTTP/1.1\r\n: b\r\n\r\n",
        "GET /v2/ HTTP/1.1\r\nA\r\n\r\n",
        "GET /v2/ HTTP/1.1\r\nA: b\0\r\n\r\n", "GET /v2/ HTTP/1.1\r\nA: b\rc\r\n\r\n", "GET /v2/ HTTP/1.1\r\nA: \u{7f}\r\n\r\n",
        "PUT /v2/ HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n", "PUT /v2/ HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\n",
        "PUT /v2/ HTTP/1.1\r\nContent-Length: +1\r\n\r\n", "PUT /v2/ HTTP/1.1\r\nContent-Length: 1, 1\r\n\r\n",
        "PUT /v2/ HTTP/1.1\r\nContent-Length:\r\n\r\n",
        "PUT /v2/ HTTP/1.1\r\nContent-Length: 9999999999999999999\r\n\r\n", "PUT /v2/ HTTP/1.1\r\nExpect: 100-continue\r\n\r\n",
        "GET /v2/ HTTP/1.1\r\nConnection: close\r\n\r\n", "GET /v2/ HTTP/1.1\r\nConnection: keep-alive, Upgrade\r\n\r\n",
        "GET /v2/ HTTP/1.1\r\nUpgrade: h2c\r\n\r\n", "GET /v2/ HTTP/1.1\r\nTrailer: a\r\n\r\n", "GET /v2/ HTTP/1.1\r\nTE: trailers\r\n\r\n",
        "OPTIONS * HTTP/1.1\r\n\r\n", "CONNECT a:1 HTTP/1.1\r\n\r\n", "nonsense", "\u{16}\u{3}\u{1}",
    ])
    func leavesTheRestToTheOtherParser(text: String) {
        #expect(read(text) == .strange)
    }

    @Test func waitsForTheEndOfAHead() throws {
        let text = "GET /v2/ HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\n"
        for count in 1..<text.utf8.count {
            #expect(read(String(decoding: text.utf8.prefix(count), as: UTF8.self)) == .incomplete, "\(count) bytes")
        }
        #expect(try head(text).bodyLength == 3)
    }
}
