import Foundation
import Synchronization

/// A server whose every answer the test gives, however wrong.
final class StubServer: Sendable {
    private let listener: LoopbackListener
    private let log: StubLog

    var port: Int { listener.port }
    var address: String { "http://127.0.0.1:\(port)" }
    var connections: Int { listener.count }
    var requests: [StubRequest] { log.requests }
    /// Method and target of each request.
    var lines: [String] { requests.map { "\($0.method) \($0.target)" } }

    /// - Parameter answer: Gets a request and its number over all connections, from 0.
    static func with<Value>(
        early: [String: StubEarly] = [:],
        _ answer: @escaping @Sendable (StubRequest, Int) -> StubAnswer, _ body: (StubServer) async throws -> Value
    ) async throws -> Value {
        let server = try StubServer(answer, early)
        defer { server.listener.close() }
        return try await body(server)
    }

    private init(_ answer: @escaping @Sendable (StubRequest, Int) -> StubAnswer, _ early: [String: StubEarly]) throws {
        let log = StubLog()
        self.log = log
        self.listener = try LoopbackListener { socket, _ in
            var reader = StubReader(socket: socket, early: early)
            while let request = reader.request() {
                guard answer(request, log.add(request)).send(over: socket) else { return socket.cut() }
            }
        }
    }
}

final class StubLog: Sendable {
    private let log = Mutex<[StubRequest]>([])

    var requests: [StubRequest] { log.withLock { $0 } }

    func add(_ request: StubRequest) -> Int {
        log.withLock { log in
            log.append(request)
            return log.count - 1
        }
    }
}

struct StubRequest: Sendable {
    var method: String
    var target: String
    /// Names in lower case.
    var headers: [String: String]
    var body: [UInt8] = []

    var text: String { String(decoding: body, as: UTF8.self) }
}

struct StubAnswer: Sendable {
    var status = 200
    var headers: [String: String] = [:]
    var body: [UInt8] = []
    /// What Content-Length says, where it lies.
    var length: Int?
    /// Bytes of the body that are sent before the connection is cut.
    var cutAfter: Int?
    /// Has a length and no body.
    var isHead = false
    /// Cuts the connection instead of an answer.
    var isLost = false
    /// Waits before the answer.
    var delay: TimeInterval = 0

    static let lost = StubAnswer(isLost: true)

    static func json(_ text: String, status: Int = 200) -> StubAnswer {
        StubAnswer(status: status, headers: ["Content-Type": "application/json"], body: Array(text.utf8))
    }

    static func error(_ status: Int, _ code: String, _ message: String, headers: [String: String] = [:]) -> StubAnswer {
        StubAnswer(status: status, headers: headers, body: Array(#"{"errors":[{"code":"\#(code)","message":"\#(message)"}]}"#.utf8))
    }

    /// - Returns: False where the connection ends.
    func send(over socket: LoopbackSocket) -> Bool {
        if delay > 0 { Thread.sleep(forTimeInterval: delay) }
        guard !isLost else { return false }
        var head = "HTTP/1.1 \(status) Stub\r\nContent-Length: \(length ?? body.count)\r\n"
        for (name, value) in headers { head += "\(name): \(value)\r\n" }
        let sent = socket.write(Array((head + "\r\n").utf8) + body.prefix(cutAfter ?? body.count))
        return sent && isHead || sent && cutAfter == nil && (length ?? body.count) == body.count
    }
}
