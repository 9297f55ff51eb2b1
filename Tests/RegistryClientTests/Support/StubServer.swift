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
