import Glibc
import NIOPosix
import Synchronization

/// A TCP connection to 127.0.0.1 that sends exactly the bytes it is given and shows exactly those that come back.
///
/// For one task at a time. Every call is bounded by the time limit of the connection.
package final class RawConnection: Sendable {
    fileprivate struct State {
        var descriptor: Int32
        /// Received and not yet taken.
        var buffer: [UInt8] = []
    }

    private let state: Mutex<State>

    private init(descriptor: Int32) {
        self.state = Mutex(State(descriptor: descriptor))
    }

    deinit { close() }

    // Enough for every connection of parallel tests that may wait at once; the threads sleep in the kernel.
    private static let pool: NIOThreadPool = {
        let pool = NIOThreadPool(numberOfThreads: 32)
        pool.start()
        return pool
    }()

    /// - Throws: ``RawConnectionError``.
    package static func open(port: Int, timeLimit: Duration = .seconds(10)) async throws -> RawConnection {
        try await pool.runIfActive {
            let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
            guard descriptor >= 0 else { throw RawConnectionError.system("socket", errno) }
            let connection = RawConnection(descriptor: descriptor)
            var limit = timeval(tv_sec: Int(timeLimit.components.seconds), tv_usec: Int(timeLimit.components.attoseconds / 1_000_000_000_000))
            setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
            setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
            guard SocketAddress.loopback(port: port, { connect(descriptor, $0, $1) }) == 0 else { throw RawConnectionError.system("connect", errno) }
            return connection
        }
    }

    package func send(_ text: String) async throws { try await send(Array(text.utf8)) }

    package func send(_ bytes: [UInt8]) async throws {
        try await Self.pool.runIfActive {
            try self.state.withLock { state in
                var sent = 0
                while sent < bytes.count {
                    let count = bytes.withUnsafeBytes {
                        Glibc.send(state.descriptor, $0.baseAddress?.advanced(by: sent), $0.count - sent, Int32(MSG_NOSIGNAL))
                    }
                    if count < 0, errno == EINTR { continue }
                    guard count >= 0 else { throw RawConnectionError.system("send", errno) }
                    sent += count
                }
            }
        }
    }

    /// Tells the server that nothing more will be sent.
    package func finishSending() {
        state.withLock { _ = shutdown($0.descriptor, Int32(SHUT_WR)) }
    }

    /// Takes exactly `count` bytes.
    package func read(count: Int) async throws -> [UInt8] {
        try await Self.pool.runIfActive { try self.state.withLock { try $0.take(count) } }
    }

    /// Takes bytes up to and including `mark`.
    package func read(through mark: String) async throws -> String {
        try await Self.pool.runIfActive { try self.state.withLock { try $0.take(through: Array(mark.utf8)) } }
    }

    /// Takes everything until the server closes.
    package func readToEnd() async throws -> [UInt8] {
        try await Self.pool.runIfActive {
            try self.state.withLock { state in
                while try state.receive() {}
                defer { state.buffer = [] }
                return state.buffer
            }
        }
    }

    /// Takes the head of an answer; the body, if there is one, is still to be read.
    package func readHead() async throws -> RawResponse {
        try RawResponse(head: try await read(through: "\r\n\r\n"))
    }

    /// Takes an answer with its body, which has a `Content-Length` or is chunked. Not for answers to HEAD.
    package func readResponse() async throws -> RawResponse {
        var response = try await readHead()
        if let length = response["content-length"].flatMap(Int.init) {
            response.body = try await read(count: length)
        } else if response["transfer-encoding"] == "chunked" {
            while true {
                let line = try await read(through: "\r\n").dropLast(1)
                guard let size = Int(line.prefix { $0.isHexDigit }, radix: 16) else { throw RawConnectionError.malformed(String(line)) }
                response.body += try await read(count: size)
                _ = try await read(through: "\r\n")
                if size == 0 { break }
            }
        }
        return response
    }

    package func close() {
        state.withLock { state in
            if state.descriptor >= 0 { _ = Glibc.close(state.descriptor) }
            state.descriptor = -1
        }
    }
}

extension RawConnection.State {
    /// Waits for bytes; false at the end.
    mutating func receive() throws -> Bool {
        let size = 256 * 1024
        let chunk = try [UInt8](unsafeUninitializedCapacity: size) { [descriptor] buffer, filled in
            var count = recv(descriptor, buffer.baseAddress, size, 0)
            while count < 0, errno == EINTR { count = recv(descriptor, buffer.baseAddress, size, 0) }
            guard count >= 0 else { throw RawConnectionError.system("recv", errno) }
            filled = count
        }
        buffer += chunk
        return !chunk.isEmpty
    }

    mutating func take(_ count: Int) throws -> [UInt8] {
        while buffer.count < count {
            guard try receive() else { throw RawConnectionError.closedEarly(received: buffer.count, expected: count) }
        }
        defer { buffer.removeFirst(count) }
        return Array(buffer.prefix(count))
    }

    mutating func take(through mark: [UInt8]) throws -> String {
        while true {
            if let end = buffer.firstRange(of: mark)?.upperBound { return String(decoding: try take(end), as: UTF8.self) }
            guard try receive() else { throw RawConnectionError.closed(after: String(decoding: buffer.prefix(500), as: UTF8.self)) }
        }
    }
}
