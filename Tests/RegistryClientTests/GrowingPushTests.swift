import ContentHashing
import Foundation
import NIOCore
import OCIModel
import RegistryClient
import StowageTestSupport
import Testing

@Suite("Pushing a blob that is being made", .serialized)
struct GrowingPushTests {
    static let bytes = SeededBytes(seed: 9).bytes(count: 6_000_001)
    static let digest = Digest(hashing: bytes)

    /// Pushes while it writes in pieces.
    private func push(_ bytes: [UInt8], piece: Int, over client: RegistryClient, progress: Transfer? = nil) async throws -> PushedBlob {
        let file = try GrowingFile()
        async let pushed = client.pushBlob(growing: file, to: .app, progress: progress)
        for start in stride(from: 0, to: bytes.count, by: piece) {
            try await file.append(Array(bytes[start..<min(start + piece, bytes.count)]))
        }
        file.finish(digest: Digest(hashing: bytes))
        return try await pushed
    }

    @Test func `It arrives as it is`() async throws {
        try await TestServer.with { server in
            try await withClient(server.address) { client async throws in
                for size in [0, 1, 100_000, 6_000_001] {
                    let bytes = Array(Self.bytes.prefix(size))
                    let transfer = Transfer(name: "layer")
                    let pushed = try await push(bytes, piece: 70_000, over: client, progress: transfer)
                    #expect(pushed.digest == Digest(hashing: bytes) && pushed.size == Int64(size))
                    #expect(transfer.total == Int64(size) && transfer.done == Int64(size) && transfer.state == .finished)
                    #expect(try await client.bytes(of: pushed.digest, size: size) == bytes)
                }
            }
        }
    }

    @Test func `It begins before the end is known`() async throws {
        let state = StubUpload(refusals: [:])
        try await StubServer.with {
            state.answer($0, $1)
        } _: { server async throws in
            try await withClient(server.address) { client async throws in
                let file = try GrowingFile()
                let transfer = Transfer(name: "layer")
                async let pushed = client.pushBlob(growing: file, to: .app, progress: transfer)
                try await file.append(Array(Self.bytes.prefix(3_000_000)))
                for _ in 0..<1000 where transfer.done < 3_000_000 { try await Task.sleep(for: .milliseconds(10)) }
                #expect(transfer.done == 3_000_000 && transfer.total == nil)
                try await file.append(Array(Self.bytes.dropFirst(3_000_000)))
                file.finish(digest: Self.digest)
                #expect(try await pushed.size == Int64(Self.bytes.count))
            }
            #expect(state.content == Self.bytes)
            let patch = try #require(server.requests.first { $0.method == "PATCH" })
            #expect(patch.headers["transfer-encoding"] == "chunked" && patch.headers["content-range"] == nil)
        }
    }

    @Test func `It goes on after cuts, with chunks that say where they belong`() async throws {
        try await TestServer.with { server async throws in
            try await FaultyProxy.with(server, fault: { $0 < 3 ? .init(upload: 1 << 20) : nil }) { proxy async throws in
                try await withClient(proxy.address) { client async throws in
                    let pushed = try await push(Self.bytes, piece: 64 << 10, over: client)
                    #expect(pushed.digest == Self.digest)
                    #expect(try await client.bytes(of: Self.digest, size: Self.bytes.count) == Self.bytes)
                }
                #expect(proxy.connections > 3)
            }
        }
    }

    @Test func `What the writer fails with ends it`() async throws {
        struct Broken: Error {}
        try await TestServer.with { server async throws in
            try await withClient(server.address) { client async throws in
                let file = try GrowingFile()
                try await file.append(Array(Self.bytes.prefix(3_000_000)))
                async let pushed = client.pushBlob(growing: file, to: .app)
                try await Task.sleep(for: .milliseconds(50))
                file.fail(Broken())
                do {
                    _ = try await pushed
                    Issue.record("nothing was thrown")
                } catch {
                    #expect(error is Broken)
                }
            }
            #expect(try server.openUploads.isEmpty)
        }
    }

    @Test func `A cancelled push of a silent writer ends`() async throws {
        try await TestServer.with { server async throws in
            try await withClient(server.address) { client async throws in
                let file = try GrowingFile()
                try await file.append([1, 2, 3])
                let push = Task { try await client.pushBlob(growing: file, to: .app) }
                try await Task.sleep(for: .milliseconds(100))
                push.cancel()
                await #expect(throws: CancellationError.self) { try await push.value }
            }
        }
    }

    @Test func `The file has no name and its bytes can be read again`() async throws {
        try await ScratchFolder.with { folder in
            let file = try GrowingFile(folder: folder.path)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
            try await file.append([1, 2, 3])
            try await file.append(ByteBuffer(bytes: [4, 5]))
            #expect(try await file.growth(beyond: 2) == BlobGrowth(size: 5, digest: nil))
            #expect(try await file.read(from: 1, count: 4) == ByteBuffer(bytes: [2, 3, 4, 5]))
            #expect(try await file.read(from: 0, count: 2) == ByteBuffer(bytes: [1, 2]))
            async let waiting = file.growth(beyond: 5)
            file.finish(digest: Self.digest)
            #expect(try await waiting == BlobGrowth(size: 5, digest: Self.digest))
            await #expect(throws: ClientError.self) { _ = try await file.read(from: 4, count: 2) }
        }
    }
}
