import Glibc
import Synchronization

/// One connection, with calls that block their thread.
final class LoopbackSocket: Sendable {
    private let descriptor: CInt
    private let isOpen = Mutex(true)

    init(descriptor: CInt) {
        self.descriptor = descriptor
    }

    deinit { close() }

    static func connect(port: Int) throws -> LoopbackSocket {
        let connection = LoopbackSocket(descriptor: socket(AF_INET, CInt(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(truncatingIfNeeded: port).bigEndian
        address.sin_addr.s_addr = in_addr_t(INADDR_LOOPBACK).bigEndian
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(connection.descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else { throw SocketError(code: errno) }
        return connection
    }

    /// What is there, at most 64 KiB; nothing at the end.
    func read() -> [UInt8] {
        let bytes = [UInt8](unsafeUninitializedCapacity: 64 << 10) { buffer, count in
            count = max(0, recv(descriptor, buffer.baseAddress, buffer.count, 0))
        }
        return bytes
    }

    /// - Returns: False where the other side is gone.
    @discardableResult func write(_ bytes: some Collection<UInt8>) -> Bool {
        let bytes = Array(bytes)
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes { send(descriptor, $0.baseAddress?.advanced(by: sent), $0.count - sent, CInt(MSG_NOSIGNAL)) }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }

    /// Waits until the other side ends the connection, without reading what it sent.
    func waitForEnd(limit: Duration) {
        // POLLRDHUP, which the Glibc module leaves out.
        var wanted = pollfd(fd: descriptor, events: 0x2000, revents: 0)
        poll(&wanted, 1, CInt(limit.components.seconds * 1000))
    }

    func finishSending() { shutdown(descriptor, CInt(SHUT_WR)) }

    /// Ends both directions; whoever reads or writes stops.
    func cut() { shutdown(descriptor, CInt(SHUT_RDWR)) }

    func close() {
        isOpen.withLock { isOpen in
            if isOpen { Glibc.close(descriptor) }
            isOpen = false
        }
    }
}
