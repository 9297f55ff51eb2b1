import ContentHashing
import NIOCore
import OCIModel
import RegistryClient
import StowageTestSupport
import Testing

private struct Full: Error {}

@Suite("Pulling a blob", .serialized)
struct PullTests {
    static let bytes = SeededBytes(seed: 11).bytes(count: 5_000_003)
    static let digest = Digest(hashing: bytes)

    private func withBlob(_ body: @escaping @Sendable (TestServer) async throws -> Void) async throws {
        try await TestServer.with { server async throws in
            try await withClient(server.address) { client async throws in
                try await client.pushBlob(BytesBlobSource(Self.bytes), digest: Self.digest, to: .app)
            }
            try await body(server)
        }
    }

    @Test func `It goes on after every cut and is byte-identical`() async throws {
        try await withBlob { server async throws in
            let pauses = Pauses()
            try await FaultyProxy.with(server, fault: { $0 < 4 ? .init(download: 1_000_000) : nil }) { proxy async throws in
                let transfer = Transfer(name: "layer")
                try await withClient(proxy.address, pauses: pauses) { client async throws in
                    #expect(try await client.bytes(of: Self.digest, size: Self.bytes.count, progress: transfer) == Self.bytes)
                }
                #expect(transfer.state == .finished && transfer.done == Int64(Self.bytes.count))
                #expect(proxy.connections == 5)
            }
            #expect(pauses.all.count == 4)
        }
    }

    @Test func `It ends when nothing comes any more`() async throws {
        try await withBlob { server async throws in
            try await FaultyProxy.with(server, fault: { .init(download: $0 == 0 ? 1_000_000 : 200) }) { proxy async throws in
                try await withClient(proxy.address) { client async throws in
                    let error = await clientError { _ = try await client.bytes(of: Self.digest, size: Self.bytes.count) }
                    #expect(error?.code == .unreachable)
                }
                #expect(proxy.connections == 6)
            }
        }
    }

    @Test func `A server without ranges sends it all again, and each byte is handed on once`() async throws {
        try await StubServer.with { _, number in
            StubAnswer(body: Self.bytes, cutAfter: number < 3 ? 1_300_000 * (number + 1) : nil)
        } _: { server async throws in
            try await withClient(server.address) { client async throws in
                #expect(try await client.bytes(of: Self.digest, size: Self.bytes.count) == Self.bytes)
            }
            let starts = server.requests.map { $0.headers["range"].flatMap { Int($0.dropFirst(6).dropLast()) } ?? 0 }
            #expect(starts.count == 4 && starts.first == 0 && starts == starts.sorted())
        }
    }

    @Test func `Other bytes are damage`() async throws {
        var wrong = Self.bytes
        wrong[4_000_000] ^= 1
        let body = wrong
        try await StubServer.with { _, _ in
            StubAnswer(body: body)
        } _: { server async throws in
            try await withClient(server.address) { client async throws in
                let error = await clientError { _ = try await client.bytes(of: Self.digest, size: Self.bytes.count) }
                #expect(error?.code == .damaged)
            }
            #expect(server.requests.count == 1)
        }
    }

    @Test(arguments: [4_999_999, 5_000_004]) func `Another length is damage`(length: Int) async throws {
        let body = SeededBytes(seed: 11).bytes(count: length)
        try await StubServer.with { _, _ in
            StubAnswer(body: body)
        } _: { server async throws in
            try await withClient(server.address) { client async throws in
                let error = await clientError { _ = try await client.bytes(of: Self.digest, size: Self.bytes.count) }
                #expect(error?.code == .damaged)
            }
        }
    }

    @Test func `A connection that ends before its Content-Length is not the end`() async throws {
        try await StubServer.with { request, number in
            number == 0
                ? StubAnswer(body: Array(Self.bytes.prefix(100)), length: Self.bytes.count)
                : StubAnswer(status: 206, headers: ["Content-Range": "bytes 100-5000002/5000003"], body: Array(Self.bytes.dropFirst(100)))
        } _: { server async throws in
            try await withClient(server.address) { client async throws in
                #expect(try await client.bytes(of: Self.digest, size: Self.bytes.count) == Self.bytes)
            }
        }
    }

    @Test func `A range from elsewhere is no continuation`() async throws {
        try await StubServer.with { _, number in
            number == 0
                ? StubAnswer(body: Self.bytes, cutAfter: 1000)
                : StubAnswer(status: 206, headers: ["Content-Range": "bytes 2000-5000002/5000003"], body: Array(Self.bytes.dropFirst(2000)))
        } _: { server async throws in
            try await withClient(server.address) { client async throws in
                let error = await clientError { _ = try await client.bytes(of: Self.digest, size: Self.bytes.count) }
                #expect(error?.code == .protocolViolation)
            }
        }
    }

    @Test func `A server that falls silent is given up and asked again`() async throws {
        try await StubServer.with { _, number in
            StubAnswer(body: Self.bytes, delay: number == 0 ? 0.5 : 0)
        } _: { server async throws in
            try await withClient(server.address, policy: { $0.idleLimit = .milliseconds(100) }) { client async throws in
                #expect(try await client.bytes(of: Self.digest, size: Self.bytes.count) == Self.bytes)
            }
            #expect(server.requests.count == 2)
        }
    }

    @Test func `An empty blob is pulled`() async throws {
        try await StubServer.with { _, _ in
            StubAnswer()
        } _: { server async throws in
            try await withClient(server.address) { client async throws in
                #expect(try await client.bytes(of: Digest(hashing: []), size: 0).isEmpty)
                #expect(await clientError { _ = try await client.bytes(of: Self.digest, size: 0) }?.code == .damaged)
            }
        }
    }

    @Test func `A blob that isn't there is not asked for again`() async throws {
        try await TestServer.with { server async throws in
            let pauses = Pauses()
            try await withClient(server.address, pauses: pauses) { client async throws in
                #expect(await clientError { _ = try await client.bytes(of: Self.digest, size: 5) }?.code == .notFound)
            }
            #expect(pauses.all.isEmpty)
        }
    }

    @Test func `What the taker throws ends it`() async throws {
        try await withBlob { server async throws in
            try await withClient(server.address) { client async throws in
                do {
                    try await client.pullBlob(Self.digest, size: Int64(Self.bytes.count), from: .app) { _ in throw Full() }
                    Issue.record("nothing was thrown")
                } catch {
                    #expect(error is Full)
                }
            }
        }
    }

    @Test func `A taker that waits stops the server`() async throws {
        let bytes = SeededBytes(seed: 12).bytes(count: 64 << 20)
        let digest = Digest(hashing: bytes)
        try await TestServer.with { server async throws in
            try await withClient(server.address) { client async throws in
                try await client.pushBlob(BytesBlobSource(bytes), digest: digest, to: .app)
            }
            try await FaultyProxy.with(server, fault: { _ in nil }) { proxy async throws in
                try await withClient(proxy.address) { client async throws in
                    var taken = 0
                    try await client.pullBlob(digest, size: Int64(bytes.count), from: .app) { piece in
                        taken += piece.readableBytes
                        #expect(piece.readableBytes <= 2 << 20)
                        guard taken < 1 << 20 else { return }
                        try await Task.sleep(for: .milliseconds(300))
                        #expect(proxy.downloaded < 32 << 20)
                    }
                    #expect(taken == bytes.count)
                }
            }
        }
    }

    @Test func `A cancelled pull ends at once`() async throws {
        try await withBlob { server async throws in
            try await withClient(server.address) { client async throws in
                let pull = Task {
                    try await client.pullBlob(Self.digest, size: Int64(Self.bytes.count), from: .app) { _ in try await Task.sleep(for: .seconds(60)) }
                }
                try await Task.sleep(for: .milliseconds(100))
                pull.cancel()
                await #expect(throws: CancellationError.self) { try await pull.value }
            }
        }
    }

    @Test func `A cancelled pull from a silent server ends at once`() async throws {
        try await StubServer.with { _, _ in
            StubAnswer(delay: 1)
        } _: { server async throws in
            try await withClient(server.address) { client async throws in
                let pull = Task { _ = try await client.bytes(of: Self.digest, size: 5) }
                try await Task.sleep(for: .milliseconds(100))
                pull.cancel()
                await #expect(throws: CancellationError.self) { try await pull.value }
            }
        }
    }
}
