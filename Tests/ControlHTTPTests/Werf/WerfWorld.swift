import Foundation
import StowageTestSupport
import Testing

/// A server and a client that talks to it below `/werf`.
struct WerfWorld: Sendable {
    let server: TestServer
    let probe: RegistryProbe

    static func with<Value: Sendable>(data: String? = nil, _ body: @escaping @Sendable (WerfWorld) async throws -> Value) async throws -> Value {
        try await TestServer.with(data: data) { server in
            try await RegistryProbe.with(baseURL: "http://127.0.0.1:\(server.port)") { probe in
                try await body(WerfWorld(server: server, probe: probe))
            }
        }
    }

    func post(_ path: String, _ body: String) async throws -> ProbeResponse {
        try await probe.send("POST", "/werf" + path, ["Content-Type": "application/json"], body: Array(body.utf8))
    }

    /// Holds the answers to a conversation, byte by byte.
    ///
    /// - Parameter suffix: Put behind the id of each client.
    func hold(_ conversation: WerfConversation, clientsWith suffix: String = "", sourceLocation: SourceLocation = #_sourceLocation) async throws {
        var ids: [String: String] = [:]
        for (index, exchange) in conversation.exchanges.enumerated() {
            let path = exchange.path.replacing(/^\/(\w+)\/(locker|stages-storage-cache)/) { "/\($0.1)\(suffix)/\($0.2)" }
            let response = try await probe.send(
                exchange.method, "/werf" + path, body: exchange.body.map { Array(Self.fill($0, with: ids).utf8) })
            let expected = Self.fill(exchange.answer + "\n", with: ids)
            let (matches, new) = Self.match(response.text, expected, besides: Set(ids.values))
            let what =
                "\(conversation.title), \(index + 1). \(exchange.method) \(exchange.path) \(exchange.body ?? "") was answered \(response.status): \(response.text)"
            #expect(response.status == exchange.status && matches, "\(what)", sourceLocation: sourceLocation)
            guard matches else { return }
            #expect(response["content-type"] == (exchange.status == 200 ? "application/json" : "text/plain; charset=utf-8"))
            ids.merge(new) { old, _ in old }
        }
    }

    private static func fill(_ text: String, with ids: [String: String]) -> String {
        ids.reduce(text) { $0.replacingOccurrences(of: "<\($1.key)>", with: $1.value) }
    }

    /// Compares with a text in which `<x>` stands for a UUID that isn't known yet.
    private static func match(_ text: String, _ expected: String, besides known: Set<String>) -> (matches: Bool, ids: [String: String]) {
        guard let start = expected.range(of: "\"<"), let end = expected.range(of: ">\"", range: start.upperBound..<expected.endIndex) else {
            return (text == expected, [:])
        }
        let prefix = expected[...start.lowerBound]
        guard text.hasPrefix(prefix) else { return (false, [:]) }
        let id = String(text.dropFirst(prefix.count).prefix(36))
        guard UUID(uuidString: id)?.uuidString.lowercased() == id, !known.contains(id) else { return (false, [:]) }
        return (text == prefix + id + expected[expected.index(after: end.lowerBound)...], [String(expected[start.upperBound..<end.lowerBound]): id])
    }
}
