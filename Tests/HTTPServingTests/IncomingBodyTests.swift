import HTTPTypes
import Hummingbird
import NIOCore
import NIOEmbedded
import OCIModel
import Testing

@testable import HTTPServing

@Suite struct IncomingBodyTests {
    /// A body that brings these pieces and then an error, or its end.
    private static func body(_ pieces: [String], then error: (any Error & Sendable)?, length: Int? = nil) -> IncomingBody {
        let stream = AsyncThrowingStream<ByteBuffer, any Error> { continuation in
            for piece in pieces { continuation.yield(ByteBuffer(string: piece)) }
            continuation.finish(throwing: error)
        }
        var headers = HTTPFields()
        if let length { headers[.contentLength] = String(length) } else { headers[.transferEncoding] = "chunked" }
        let head = HTTPRequest(method: .patch, scheme: nil, authority: "a", path: "/", headerFields: headers)
        return IncomingBody(of: Request(head: head, body: RequestBody(asyncSequence: stream)), on: NIOAsyncTestingChannel())
    }

    /// A reset connection is nothing that the server did wrong.
    @Test(arguments: [IOError(errnoCode: 104, reason: "read"), ChannelError.eof, ChannelError.ioOnClosedChannel] as [any Error & Sendable])
    func whateverEndsTheConnectionIsTheClients(error: any Error & Sendable) async throws {
        let body = Self.body(["a"], then: error, length: 10)
        #expect(try await body.next() == ByteBuffer(string: "a"))
        for _ in 0..<2 {
            let refusal = await #expect(throws: OCIError.self) { try await body.next() }
            #expect(refusal?.code == .uploadInvalid)
        }
    }

    @Test func aCancelledRequestIsNotTheClientsFault() async {
        await #expect(throws: CancellationError.self) { try await Self.body([], then: CancellationError()).next() }
        // The stream of a cancelled task just ends; a chunked body would pass for complete.
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await Self.body([], then: nil).next()
        }
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    @Test func aDocumentThatStopsIsNotAnUpload() async throws {
        let body = Self.body(["{"], then: BodyTimeoutError(), length: 10)
        let refusal = await #expect(throws: Refusal.self) {
            try await body.collect(upTo: 100, orRefuseAs: .manifestTooLarge, incomplete: .manifestInvalid)
        }
        #expect(refusal?.status == .requestTimeout)
        #expect(refusal?.error.code == .manifestInvalid)
        #expect(refusal?.error.message.contains("resume") == false)
    }

    @Test(arguments: [ChannelError.eof, nil] as [ChannelError?]) func aDocumentThatBreaksOffHasTheCodeGiven(error: ChannelError?) async throws {
        let body = Self.body(["{"], then: error, length: 10)
        let refusal = await #expect(throws: Refusal.self) {
            try await body.collect(upTo: 100, orRefuseAs: .manifestTooLarge, incomplete: .manifestInvalid)
        }
        #expect(refusal?.status == .badRequest)
        #expect(refusal?.error.code == .manifestInvalid)
    }
}
