import StowageTestSupport
import Testing

/// Bytes that are no HTTP request are refused like any other, and end their connection alone.
@Suite struct BrokenRequestsTests {
    @Test(arguments: [
        "nonsense\r\n\r\n", "GET\r\n\r\n", "GET /v2/ HTTP/9.9\r\nHost: a\r\n\r\n", "GET /v2/ HTTP/1.1\r\nBad Header: x\r\n\r\n",
        "PUT /v2/app/manifests/x HTTP/1.1\r\nHost: a\r\nContent-Length: -5\r\n\r\n",
        "PUT /v2/app/manifests/x HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999999\r\n\r\n",
        "PUT /v2/app/manifests/x HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
        "PUT /v2/app/manifests/x HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "PUT /v2/app/manifests/x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n\r\n",
        "GET /v2/\u{0}a/tags/list HTTP/1.1\r\nHost: a\r\n\r\n", "\u{16}\u{3}\u{1}\u{2}\u{0}\u{1}\u{0}\u{1}\u{fc}\u{3}",
    ])
    func brokenFramingEndsTheConnectionAlone(bytes: String) async throws {
        try await Registry.with { registry in
            let connection = try await registry.connect()
            try await connection.send(bytes)
            connection.finishSending()
            try await Self.expectErrorDocument(on: connection, 400)
            connection.close()
            #expect(try await registry.get("/v2/").status == 200)
            #expect(try await registry.get("/v2/app/manifests/x").status == 404)
        }
    }

    @Test func headersWithoutEndAreCutOff() async throws {
        try await Registry.with { registry in
            let connection = try await registry.connect()
            defer { connection.close() }
            try await connection.send("GET /v2/ HTTP/1.1\r\nHost: a\r\n")
            try await connection.send((0..<100).map { "X-\($0): \(String(repeating: "a", count: 1000))\r\n" }.joined())
            try await Self.expectErrorDocument(on: connection, 431)
            #expect(try await registry.get("/v2/").status == 200)
        }
    }

    @Test func anEndlessPathIsCutOff() async throws {
        try await Registry.with { registry in
            let connection = try await registry.connect()
            defer { connection.close() }
            try await connection.send(Registry.head(["GET /v2/\(String(repeating: "a", count: 90_000))/tags/list HTTP/1.1"]))
            try await Self.expectErrorDocument(on: connection, 431)
        }
    }

    @Test func theRequestsBeforeABrokenOneAreAnswered() async throws {
        try await Registry.with { registry in
            let connection = try await registry.connect()
            defer { connection.close() }
            try await connection.send(Registry.head(["GET /v2/ HTTP/1.1"]) + Registry.head(["GET /v2/app/tags/list HTTP/1.1"]) + "nonsense\r\n\r\n")
            #expect(try await connection.readResponse().text == "{}")
            #expect(try await connection.readResponse().status == 404)
            try await Self.expectErrorDocument(on: connection, 400)
        }
    }

    @Test func refusalsOfWhatIsNoRequestAreCounted() async throws {
        try await Registry.with { registry in
            let connection = try await registry.connect()
            defer { connection.close() }
            try await connection.send("nonsense\r\n\r\n")
            try await Self.expectErrorDocument(on: connection, 400)
            let metrics = try await registry.get("/metrics").text
            #expect(metrics.contains(#"stowage_http_requests_total{method="other",route="none",status="400"} 1"#))
        }
    }

    private static func expectErrorDocument(
        on connection: RawConnection, _ status: Int, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let response = try await connection.readResponse()
        #expect(response.status == status, "\(response)", sourceLocation: sourceLocation)
        #expect(response.text.hasPrefix(#"{"errors":[{"code":""#), "\(response.text)", sourceLocation: sourceLocation)
        #expect(response["x-request-id"]?.count == 16, sourceLocation: sourceLocation)
        #expect(response["connection"] == "close", sourceLocation: sourceLocation)
        #expect(try await connection.readToEnd().isEmpty, sourceLocation: sourceLocation)
    }
}
