import Glibc

/// A kept-alive connection with blocking calls, used by one thread at a time.
///
/// Opened by the first exchange and again by the next one after an error.
final class Connection {
    private let endpoint: Endpoint
    private var descriptor: Int32 = -1
    private var buffer = [UInt8](repeating: 0, count: 65536)

    init(to endpoint: Endpoint) {
        self.endpoint = endpoint
    }

    deinit { disconnect() }

    /// Sends a request and receives the whole of its response.
    ///
    /// - Parameter keepsBody: Otherwise the body is dropped in the kernel.
    /// - Throws: ``LoadError``. An early refusal, sent while the body is still on its way, is thrown as the refusal and not as
    ///   the broken pipe it causes.
    func exchange(
        _ request: Request, body: [[UInt8]] = [], keepsBody: Bool = false
    ) throws -> (head: ResponseHead, body: [UInt8]) {
        if descriptor < 0 { descriptor = try endpoint.connect() }
        do {
            do {
                let pieces = [request.bytes] + body.filter { !$0.isEmpty }
                for (index, piece) in pieces.enumerated() { try send(piece, isLast: index == pieces.count - 1) }
            } catch {
                guard let early = try? receive(keepsBody: true, isHead: false) else { throw error }
                throw LoadError(.unexpectedResponse, "refused early with \(early.head.status): \(String(decoding: early.body, as: UTF8.self))")
            }
            return try receive(keepsBody: keepsBody, isHead: request.isHead)
        } catch {
            disconnect()
            throw error
        }
    }

    /// Exchanges and insists on a status.
    func exchange(_ request: Request, body: [[UInt8]] = [], expecting status: Int) throws -> ResponseHead {
        let response = try exchange(request, body: body, keepsBody: true)
        guard response.head.status == status else {
            let line = request.bytes.prefix { $0 != UInt8(ascii: "\r") }
            throw LoadError(
                .unexpectedResponse,
                "\(String(decoding: line, as: UTF8.self)): \(response.head.status) instead of \(status): "
                    + String(decoding: response.body.prefix(300), as: UTF8.self))
        }
        return response.head
    }

    private func disconnect() {
        if descriptor >= 0 { close(descriptor) }
        descriptor = -1
    }

    private func send(_ bytes: [UInt8], isLast: Bool) throws {
        let flags = Int32(MSG_NOSIGNAL) | (isLast ? 0 : Int32(MSG_MORE))
        try bytes.withUnsafeBytes { bytes in
            var sent = 0
            while sent < bytes.count {
                let count = Glibc.send(descriptor, bytes.baseAddress?.advanced(by: sent), bytes.count - sent, flags)
                if count > 0 {
                    sent += count
                } else if errno != EINTR {
                    throw LoadError.fromErrno("send")
                }
            }
        }
    }

    private func receive(keepsBody: Bool, isHead: Bool) throws -> (head: ResponseHead, body: [UInt8]) {
        var received = 0
        while true {
            let start = received
            received += try buffer.withUnsafeMutableBytes { buffer in
                try Self.receive(descriptor, into: buffer.baseAddress?.advanced(by: start), atMost: buffer.count - start, flags: 0)
            }
            guard let head = try buffer.withUnsafeBytes({ try ResponseHead.parse(.init(rebasing: $0[..<received]), isDetailed: true) }) else {
                continue
            }
            if isHead { return (head, []) }
            if head.isChunked { return (head, try receiveChunks(from: Array(buffer[head.byteCount..<received]))) }
            var body = keepsBody ? Array(buffer[head.byteCount..<received]) : []
            var missing = head.byteCount + head.contentLength - received
            while missing > 0 {
                let limit = missing
                let count = try buffer.withUnsafeMutableBytes { buffer in
                    keepsBody
                        ? try Self.receive(descriptor, into: buffer.baseAddress, atMost: min(limit, buffer.count), flags: 0)
                        : try Self.receive(descriptor, into: nil, atMost: limit, flags: Int32(MSG_TRUNC))
                }
                if keepsBody { body.append(contentsOf: buffer[..<count]) }
                missing -= count
            }
            return (head, body)
        }
    }

    private func receiveChunks(from start: [UInt8]) throws -> [UInt8] {
        var encoded = start
        while true {
            if let body = try encoded.withUnsafeBytes({ try ChunkedBody.decode($0) }) { return body }
            let count = try buffer.withUnsafeMutableBytes { try Self.receive(descriptor, into: $0.baseAddress, atMost: $0.count, flags: 0) }
            encoded += buffer[..<count]
        }
    }

    private static func receive(_ descriptor: Int32, into buffer: UnsafeMutableRawPointer?, atMost count: Int, flags: Int32) throws -> Int {
        while true {
            let received = recv(descriptor, buffer, count, flags)
            if received > 0 { return received }
            if received == 0 { throw LoadError(.connection, "the server closed the connection") }
            if errno != EINTR { throw LoadError.fromErrno("recv") }
        }
    }
}
