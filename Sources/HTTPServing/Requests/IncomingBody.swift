import HTTPTypes
import Hummingbird
package import NIOCore
package import OCIModel

/// The body of a request, read once, in order.
///
/// The first read answers `Expect: 100-continue`, so a request that is refused by its head never gets one. What is left
/// unread when the answer is written is dealt with by ``ServingResponder``.
package final class IncomingBody: @unchecked Sendable {
    // @unchecked: one task uses it at a time, first the handler of the request, then the writer of its response.

    /// From `Content-Length`; `nil` for chunked transfer coding. Zero where the request has no body.
    package let declaredSize: Int64?
    private let channel: any Channel
    private var iterator: RequestBody.AsyncIterator
    private var owesContinue: Bool
    /// Bytes read so far.
    private(set) var received: Int64 = 0
    /// True when the last byte was read, or there is none.
    private(set) var isFinished: Bool
    /// Why nothing more can be read. The bytes between here and the next request are lost, if there is one.
    private var failure: BodyFailure?

    init(of request: Request, on channel: any Channel) {
        let headers = request.headers
        if let length = headers[.contentLength] {
            self.declaredSize = Int64(length)
        } else {
            self.declaredSize = headers[.transferEncoding] == nil ? 0 : nil
        }
        self.channel = channel
        self.iterator = request.body.makeAsyncIterator()
        self.isFinished = declaredSize == 0
        self.owesContinue = declaredSize != 0 && headers[.expect]?.lowercased() == "100-continue"
    }

    /// True where the client waits for `100 Continue` and has, presumably, sent nothing of the body.
    var isHeldBackByClient: Bool { owesContinue }

    /// The next piece, or `nil` after the last.
    ///
    /// - Throws: ``OCIError`` with code `requestTimeout` for a client that stopped sending, `uploadInvalid` for one that
    ///   went away or broke the framing; `CancellationError`.
    package func next() async throws -> ByteBuffer? {
        do {
            return try await self.piece()
        } catch let failure as BodyFailure {
            throw failure.ofUpload
        }
    }

    /// - Throws: ``BodyFailure``, or `CancellationError` where the server ends the request.
    private func piece() async throws -> ByteBuffer? {
        if let failure { throw failure }
        guard !isFinished else { return nil }
        do {
            if owesContinue {
                owesContinue = false
                try await channel.triggerUserOutboundEvent(SendContinue()).get()
            }
            if let buffer = try await iterator.next() {
                received += Int64(buffer.readableBytes)
                return buffer
            }
        } catch let error as CancellationError {
            throw error
        } catch let error as BodyTimeoutError {
            throw failed(.stopped(cause: error))
        } catch {
            // Whatever the connection says: the client went away or broke the framing.
            throw failed(.broken("the body ended before its announced end", cause: error))
        }
        // The stream ends early for a task that is cancelled, and that of a connection that was closed ends like one that
        // is complete.
        try Task.checkCancellation()
        if let declaredSize, received < declaredSize {
            throw failed(.broken("the body ended after \(received) of \(declaredSize) bytes", cause: nil))
        }
        isFinished = true
        return nil
    }

    private func failed(_ failure: BodyFailure) -> BodyFailure {
        self.failure = failure
        return failure
    }

    /// Reads the whole body into memory.
    ///
    /// - Parameters:
    ///   - tooLarge: The code of a body that is larger than `limit`, thrown as soon as that is clear.
    ///   - incomplete: The code of one that stops or breaks off.
    /// - Throws: ``Refusal`` or ``OCIError`` with these codes.
    package func collect(upTo limit: Int, orRefuseAs tooLarge: OCIError.Code, incomplete: OCIError.Code) async throws -> ByteBuffer {
        let refusal = OCIError(tooLarge, "the body is larger than the limit of \(limit) bytes")
        if let declaredSize, declaredSize > limit { throw refusal }
        var collected = ByteBuffer()
        if let declaredSize { collected.reserveCapacity(Int(declaredSize)) }
        do {
            while var buffer = try await self.piece() {
                guard collected.readableBytes + buffer.readableBytes <= limit else { throw refusal }
                collected.writeBuffer(&buffer)
            }
        } catch let failure as BodyFailure {
            throw failure.refusal(as: incomplete)
        }
        return collected
    }

    /// Reads and drops what is left, up to a number of bytes and until a moment, which is looked at between two pieces.
    ///
    /// - Returns: whether the end was reached.
    func drain(upTo limit: Int, until deadline: ContinuousClock.Instant) async -> Bool {
        var left = limit
        while left > 0, ContinuousClock.now < deadline {
            guard let buffer = try? await next() else { return isFinished }
            left -= buffer.readableBytes
        }
        return isFinished
    }
}

extension IncomingBody: AsyncSequence, AsyncIteratorProtocol {
    package typealias Element = ByteBuffer

    package func makeAsyncIterator() -> IncomingBody { self }
}
