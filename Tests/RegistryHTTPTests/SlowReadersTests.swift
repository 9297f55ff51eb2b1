import StowageServer
import StowageTestSupport
import Testing

/// Clients that take their answer slowly, not at all, or leave.
@Suite struct SlowReadersTests {
    @Test func aClientThatStopsReadingIsDropped() async throws {
        try await Registry.with { settings in
            settings.http.bodyTimeout = .milliseconds(500)
        } _: { registry in
            let digest = try await registry.blob(SeededBytes(seed: 51).bytes(count: 40 << 20))
            let connection = try await registry.connect()
            defer { connection.close() }
            try await connection.send(Registry.head(["GET /v2/app/blobs/\(digest) HTTP/1.1"]))
            _ = try await connection.read(count: 1000)
            #expect(try !registry.openFiles(in: "blobs").isEmpty)
            for _ in 0..<400 where try !registry.openFiles(in: "blobs").isEmpty { try await Task.sleep(for: .milliseconds(20)) }
            #expect(try registry.openFiles(in: "blobs").isEmpty)
        }
    }

    @Test func aClientThatReadsSlowlyGetsEverything() async throws {
        try await Registry.with { settings in
            settings.http.bodyTimeout = .seconds(3)
            settings.http.idleTimeout = .milliseconds(500)
        } _: { registry in
            let bytes = SeededBytes(seed: 52).bytes(count: 24 << 20)
            let digest = try await registry.blob(bytes)
            let connection = try await registry.connect()
            defer { connection.close() }
            try await connection.send(Registry.head(["GET /v2/app/blobs/\(digest) HTTP/1.1"]))
            _ = try await connection.readHead()
            // Three times as long as a client may take nothing, and so slowly that the server's socket asks for more only
            // every four seconds.
            var received: [UInt8] = []
            for _ in 0..<100 {
                received += try await connection.read(count: 32 * 1024)
                try await Task.sleep(for: .milliseconds(100))
            }
            received += try await connection.read(count: bytes.count - received.count)
            #expect(received == bytes)
        }
    }

    @Test func aClientThatLeavesInTheMiddleOfAPullHarmsNothing() async throws {
        try await Registry.with { registry in
            let bytes = SeededBytes(seed: 50).bytes(count: 20 << 20)
            let digest = try await registry.blob(bytes)
            for _ in 0..<5 {
                let connection = try await registry.connect()
                try await connection.send(Registry.head(["GET /v2/app/blobs/\(digest) HTTP/1.1"]))
                _ = try await connection.read(count: 100_000)
                connection.close()
            }
            #expect(try await registry.probe.blob(digest, in: "app").body == bytes)
            for _ in 0..<200 where try !registry.openFiles(in: "blobs").isEmpty { try await Task.sleep(for: .milliseconds(20)) }
            #expect(try registry.openFiles(in: "blobs").isEmpty)
        }
    }
}
