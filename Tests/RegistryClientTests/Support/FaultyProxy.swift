import Foundation
import StowageTestSupport
import Synchronization

/// Stands between a client and a server, and cuts connections.
final class FaultyProxy: Sendable {
    /// What happens to one connection.
    struct Fault: Sendable {
        /// Bytes of requests that get through.
        var upload = Int.max
        /// Bytes of answers that get through.
        var download = Int.max
    }

    private let listener: LoopbackListener
    private let passed: Passed

    var address: String { "http://127.0.0.1:\(listener.port)" }
    var connections: Int { listener.count }
    /// Bytes of answers that were handed on.
    var downloaded: Int { passed.bytes.load(ordering: .relaxed) }
    var openConnections: Int { listener.openCount }

    /// - Parameter fault: By the number of the connection, from 0.
    static func with<Value>(
        _ server: TestServer, fault: @escaping @Sendable (Int) -> Fault?, _ body: (FaultyProxy) async throws -> Value
    ) async throws -> Value {
        let proxy = try FaultyProxy(port: server.port, fault: fault)
        defer { proxy.listener.close() }
        return try await body(proxy)
    }

    private init(port: Int, fault: @escaping @Sendable (Int) -> Fault?) throws {
        let passed = Passed()
        self.passed = passed
        self.listener = try LoopbackListener { client, number in
            guard let server = try? LoopbackSocket.connect(port: port) else { return }
            let fault = fault(number) ?? Fault()
            let back = DispatchGroup()
            back.enter()
            Thread.detachNewThread {
                Self.copy(from: server, to: client, limit: fault.download) { passed.bytes.add($0, ordering: .relaxed) }
                back.leave()
            }
            Self.copy(from: client, to: server, limit: fault.upload)
            back.wait()
        }
    }

    private static func copy(from source: LoopbackSocket, to target: LoopbackSocket, limit: Int, count: (Int) -> Void = { _ in }) {
        var rest = limit
        while rest > 0 {
            let bytes = source.read()
            guard !bytes.isEmpty else { return target.finishSending() }
            guard target.write(bytes.prefix(rest)) else { break }
            count(min(rest, bytes.count))
            rest -= min(rest, bytes.count)
        }
        source.cut()
        target.cut()
    }
}

private final class Passed: Sendable {
    let bytes = Atomic<Int>(0)
}
