import HTTPServing
import Hummingbird
import NIOCore
import StowageTestSupport
import Testing

/// An upload that waits for the server.
@Suite struct HeldBackUploadTests {
    @Test func anUploadThatTheServerHoldsBackOutlivesAllTimeouts() async throws {
        let size = 4 << 20
        try await RunningListener.with(idleTimeout: .seconds(1), stallTimeout: .seconds(1)) { _, body in
            var count = 0
            while let piece = try await body.next() {
                // A disk that takes its time, once.
                if count == 0 { try await Task.sleep(for: .seconds(3)) }
                count += piece.readableBytes
            }
            return Response(status: .ok, body: ResponseBody(byteBuffer: ByteBuffer(string: "\(count)")))
        } _: { listener in
            let connection = try await RawConnection.open(port: listener.port)
            defer { connection.close() }
            try await connection.send("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: \(size)\r\n\r\n")
            try await connection.send([UInt8](repeating: 1, count: size))
            #expect(try await connection.readResponse().text == "\(size)")
            // And then it is idle.
            #expect(try await connection.readToEnd().isEmpty)
        }
    }
}
