import Foundation
import Glibc
import Synchronization

/// Takes connections on 127.0.0.1, each on a thread of its own.
final class LoopbackListener: Sendable {
    private struct State {
        var isClosed = false
        var open: [Int: LoopbackSocket] = [:]
        var accepted = 0
    }

    let port: Int
    private let descriptor: CInt
    private let state = Mutex(State())
    private let threads = DispatchGroup()

    /// - Parameter handle: Gets each connection and its number, from 0. The connection is closed afterwards.
    init(_ handle: @escaping @Sendable (LoopbackSocket, Int) -> Void) throws {
        self.descriptor = socket(AF_INET, CInt(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = in_addr_t(INADDR_LOOPBACK).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let descriptor = self.descriptor
        let isListening = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 && listen(descriptor, 64) == 0 && getsockname(descriptor, $0, &length) == 0
            }
        }
        guard isListening else { throw SocketError(code: errno) }
        self.port = Int(in_port_t(bigEndian: address.sin_port))
        start { listener in
            while true {
                let connection = accept(descriptor, nil, nil)
                guard connection >= 0 else { return }
                let socket = LoopbackSocket(descriptor: connection)
                guard let number = listener.register(socket) else { return }
                listener.start { listener in
                    handle(socket, number)
                    listener.state.withLock { $0.open[number] = nil }
                    socket.close()
                }
            }
        }
    }

    /// Connections so far.
    var count: Int { state.withLock { $0.accepted } }

    var openCount: Int { state.withLock { $0.open.count } }

    /// Ends all connections and waits for their threads.
    func close() {
        let open = state.withLock { state in
            state.isClosed = true
            return state.open.values
        }
        shutdown(descriptor, CInt(SHUT_RDWR))
        for socket in open { socket.cut() }
        threads.wait()
        Glibc.close(descriptor)
    }

    private func register(_ socket: LoopbackSocket) -> Int? {
        state.withLock { state in
            guard !state.isClosed else { return nil }
            let number = state.accepted
            state.accepted += 1
            state.open[number] = socket
            return number
        }
    }

    private func start(_ body: @escaping @Sendable (LoopbackListener) -> Void) {
        threads.enter()
        Thread.detachNewThread { [threads] in
            body(self)
            threads.leave()
        }
    }
}

struct SocketError: Error {
    let code: CInt
}
