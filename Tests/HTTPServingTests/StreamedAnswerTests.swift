import HTTPServing
import Hummingbird
import Logging
import NIOCore
import StowageTestSupport
import Synchronization
import Testing

/// What metrics and log say of answers that take their time.
@Suite struct StreamedAnswerTests {
    static let get = "GET / HTTP/1.1\r\nHost: a\r\n\r\n"
    static let count = #"stowage_http_requests_total{method="GET",route="one",status="200"}"#
    static let size = 64 << 20

    /// Many small pieces, of which the last waits.
    @Test func anAnswerIsRecordedWhenItsBodyHasEnded() async throws {
        let log = KeptLog()
        let (gate, opening) = AsyncStream<Void>.makeStream()
        try await RunningListener.with(streamsBody: true, logger: Logger(label: "test") { _ in log }) { _, _ in
            Response(
                status: .ok,
                body: ResponseBody(contentLength: 10) { writer in
                    try await writer.write(ByteBuffer(string: "12345"))
                    for await _ in gate { break }
                    try await writer.write(ByteBuffer(string: "67890"))
                    try await writer.finish(nil)
                })
        } _: { listener in
            let connection = try await RawConnection.open(port: listener.port)
            defer { connection.close() }
            try await connection.send(Self.get)
            _ = try await connection.readHead()
            _ = try await connection.read(count: 5)
            #expect(!listener.metrics.render().contains(Self.count))
            try await Task.sleep(for: .milliseconds(300))
            opening.finish()
            _ = try await connection.read(count: 5)
            try await Self.wait { listener.metrics.render().contains("\(Self.count) 1\n") }
            #expect(listener.metrics.render().contains("stowage_http_sent_bytes_total 10\n"))
            #expect(listener.metrics.render().contains(#"stowage_http_request_duration_seconds_bucket{method="GET",route="one",le="0.25"} 0"#))
            #expect(log.requests == ["debug sent=10"])
        }
    }

    @Test func aClientThatLeavesIsSentWhatItTook() async throws {
        let log = KeptLog()
        try await RunningListener.with(streamsBody: true, logger: Logger(label: "test") { _ in log }) { _, _ in
            Response(
                status: .ok,
                body: ResponseBody(contentLength: Self.size) { writer in
                    for _ in 0..<(Self.size >> 18) { try await writer.write(ByteBuffer(repeating: 0, count: 1 << 18)) }
                    try await writer.finish(nil)
                })
        } _: { listener in
            let connection = try await RawConnection.open(port: listener.port)
            try await connection.send(Self.get)
            _ = try await connection.read(count: 1000)
            #expect(!listener.metrics.render().contains(Self.count))
            connection.close()
            try await Self.wait { listener.metrics.render().contains("\(Self.count) 1\n") }
            let sent = listener.metrics.render().split(separator: "\n").first { $0.hasPrefix("stowage_http_sent_bytes_total ") }
            let bytes = try #require(sent.flatMap { Int($0.split(separator: " ")[1]) })
            #expect(bytes > 0 && bytes < Self.size)
            #expect(log.requests == ["info sent=\(bytes)"])
        }
    }

    @Test func aBodyThatTheServerCanNotMakeIsAnError() async throws {
        struct Broken: Error {}
        let log = KeptLog()
        try await RunningListener.with(streamsBody: true, logger: Logger(label: "test") { _ in log }) { _, _ in
            Response(status: .ok, body: ResponseBody(contentLength: 10) { _ in throw Broken() })
        } _: { listener in
            let connection = try await RawConnection.open(port: listener.port)
            defer { connection.close() }
            try await connection.send(Self.get)
            _ = try await connection.readToEnd()
            #expect(log.requests == ["error sent=0"])
        }
    }

    private static func wait(until condition: () -> Bool) async throws {
        for _ in 0..<500 where !condition() { try await Task.sleep(for: .milliseconds(10)) }
        #expect(condition())
    }
}

/// Keeps what is logged of requests.
final class KeptLog: LogHandler, Sendable {
    private let lines = Mutex<[String]>([])

    var requests: [String] { lines.withLock { $0 } }

    // One handler for all loggers: what they add of their own is of no interest here.
    var metadata: Logger.Metadata {
        get { [:] }
        set {}
    }
    var logLevel: Logger.Level {
        get { .trace }
        set {}
    }
    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { nil }
        set {}
    }

    func log(event: LogEvent) {
        guard "\(event.message)" == "request" else { return }
        lines.withLock { $0.append("\(event.level) sent=\(event.metadata?["sent"] ?? "none")") }
    }
}
