import ContentHashing
import Glibc
import StowageTestSupport
import Testing

@Suite("Graceful shutdown", .timeLimit(.minutes(2)))
struct GracefulShutdownTests {
    @Test("An upload in flight at SIGTERM is finished and answered, and is there after the next start")
    func slowUpload() async throws {
        try await withLiveServer { server in
            let bytes = SeededBytes(seed: 4).bytes(count: 600_000)
            let digest = Digest(hashing: bytes)
            let connection = try await RawConnection.open(port: server.port)
            defer { connection.close() }
            try await connection.send(
                "POST /v2/app/blobs/uploads/?digest=\(digest) HTTP/1.1\r\nHost: \(server.authority)\r\nContent-Length: \(bytes.count)\r\n"
                    + "Content-Type: application/octet-stream\r\n\r\n")
            try await connection.send(Array(bytes.prefix(200_000)))
            try await Task.sleep(for: .milliseconds(100))
            server.signal(SIGTERM)
            for start in stride(from: 200_000, to: bytes.count, by: 100_000) {
                try await Task.sleep(for: .milliseconds(150))
                try await connection.send(Array(bytes[start..<min(start + 100_000, bytes.count)]))
            }
            #expect(try await connection.readResponse().status == 201)
            #expect(try await server.exit() == .exited(0))

            try await server.start()
            let pulled = try await RegistryProbe.with(baseURL: server.baseURL) { try await $0.blob(digest, in: "app") }
            #expect(Digest(hashing: pulled.body) == digest)
        }
    }

    @Test("Pulls in flight at SIGTERM get their last byte")
    func slowPulls() async throws {
        try await withLiveServer { server in
            // More than the buffers of both sockets hold, so that much of it is sent after the signal.
            let bytes = SeededBytes(seed: 5).bytes(count: 24 << 20)
            let digest = Digest(hashing: bytes)
            let pushed = try await RegistryProbe.with(baseURL: server.baseURL) { try await $0.pushBlob(bytes, to: "app") }
            #expect(pushed.status == 201)
            // Several, since it takes luck to have bytes on their way in the moment when the answer ends.
            var pulls: [RawConnection] = []
            for _ in 0..<6 {
                let connection = try await RawConnection.open(port: server.port)
                pulls.append(connection)
                try await connection.send("GET /v2/app/blobs/\(digest) HTTP/1.1\r\nHost: \(server.authority)\r\n\r\n")
                let head = try await connection.readHead()
                #expect(head.status == 200)
                #expect(head["content-length"] == "\(bytes.count)")
            }
            server.signal(SIGTERM)
            try await withThrowingTaskGroup(of: Digest.self) { group in
                for connection in pulls { group.addTask { try await self.readSlowly(bytes.count, from: connection) } }
                for try await pulled in group { #expect(pulled == digest) }
            }
            #expect(try await server.exit() == .exited(0))
        }
    }

    private func readSlowly(_ count: Int, from connection: RawConnection) async throws -> Digest {
        var hasher = ContentHasher(algorithm: .sha256)
        var left = count
        while left > 0 {
            let part = try await connection.read(count: min(left, 2 << 20))
            part.withUnsafeBytes { hasher.update($0) }
            left -= part.count
            try await Task.sleep(for: .milliseconds(40))
        }
        connection.close()
        return hasher.digest()
    }

    @Test("SIGTERM without requests, and with idle connections, ends the server at once")
    func idle() async throws {
        try await withLiveServer { server in
            let connection = try await RawConnection.open(port: server.port)
            defer { connection.close() }
            try await connection.send("GET /v2/ HTTP/1.1\r\nHost: \(server.authority)\r\n\r\n")
            #expect(try await connection.readResponse().status == 200)
            #expect(try await server.terminate(within: .seconds(5)) == .exited(0))
        }
    }
}
