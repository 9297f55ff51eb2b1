import ArgumentParser
import Glibc

/// Where the server listens: a numeric IPv4 address and a port.
struct Endpoint: Sendable, ExpressibleByArgument, CustomStringConvertible {
    let address: String
    let port: UInt16

    init?(argument: String) {
        let parts = argument.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, let port = UInt16(parts[1]) else { return nil }
        var parsed = in_addr()
        guard inet_pton(AF_INET, String(parts[0]), &parsed) == 1 else { return nil }
        self.address = String(parts[0])
        self.port = port
    }

    var description: String { "\(address):\(port)" }

    /// A connected socket that sends small requests at once and gives up on a read or write after two minutes.
    func connect() throws -> Int32 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw LoadError.fromErrno("socket") }
        var on: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
        var limit = timeval(tv_sec: 120, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        var target = sockaddr_in()
        target.sin_family = sa_family_t(AF_INET)
        target.sin_port = port.bigEndian
        inet_pton(AF_INET, address, &target.sin_addr)
        let result = withUnsafePointer(to: &target) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else {
            let error = LoadError.fromErrno("connect to \(self)")
            close(descriptor)
            throw error
        }
        return descriptor
    }
}

extension LoadError {
    /// To be called right after the failed call.
    static func fromErrno(_ operation: String) -> LoadError {
        LoadError(.connection, "\(operation): \(String(cString: strerror(errno)))")
    }
}
