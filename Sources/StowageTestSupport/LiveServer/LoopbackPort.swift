import Glibc
import Synchronization

/// Hands out ports of 127.0.0.1 that nothing listens on.
///
/// They lie below the range from which the system takes the ports of outgoing connections, and no port is given twice by
/// one process, so that parallel tests don't take each other's.
package enum LoopbackPort {
    private static let range = 15_000..<30_000
    private static let next = Mutex(range.lowerBound + Int(getpid()) * 37 % range.count)

    package static func free() throws -> Int {
        for _ in range {
            let candidate = next.withLock { next in
                next = next + 1 < range.upperBound ? next + 1 : range.lowerBound
                return next
            }
            if isFree(candidate) { return candidate }
        }
        throw ChildProcessError(program: "a listener on 127.0.0.1", code: EADDRINUSE)
    }

    private static func isFree(_ port: Int) -> Bool {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return SocketAddress.loopback(port: port) { bind(descriptor, $0, $1) } == 0
    }
}

enum SocketAddress {
    /// Calls `body` with the address 127.0.0.1:`port`.
    static func loopback<R>(port: Int, _ body: (UnsafePointer<sockaddr>, socklen_t) -> R) -> R {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(truncatingIfNeeded: port).bigEndian
        address.sin_addr.s_addr = in_addr_t(INADDR_LOOPBACK).bigEndian
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
        }
    }
}
