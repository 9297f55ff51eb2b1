import ContentHashing
import NIOCore
import OCIModel
import RegistryClient
import StowageTestSupport
import Testing

@Suite("Pushing a blob", .serialized)
struct PushTests {
    @Test func `A blob arrives as it is`() async throws {
        try await TestServer.with { server in
            try await withClient(server.address) { client async throws in
                for size in [0, 1, 1000, 1 << 20, (1 << 20) + 1, 3_000_000] {
                    let bytes = SeededBytes(seed: 1).bytes(count: size)
                    let digest = Digest(hashing: bytes)
                    #expect(try await client.blobSize(digest, in: .app) == nil)
                    let transfer = Transfer(name: "layer")
                    try await client.pushBlob(BytesBlobSource(bytes), digest: digest, to: .app, progress: transfer)
                    #expect(transfer.state == .finished)
                    #expect(transfer.done == Int64(size) && transfer.total == Int64(size))
                    #expect(try await client.blobSize(digest, in: .app) == Int64(size))
                    #expect(try await client.bytes(of: digest, size: size) == bytes)
                }
            }
        }
    }

    @Test func `A blob under SHA-512 arrives`() async throws {
        let bytes = SeededBytes(seed: 1).bytes(count: 2_000_000)
        let digest = Digest(hashing: bytes, with: .sha512)
        try await TestServer.with { server async throws in
            try await withClient(server.address) { client async throws in
                try await client.pushBlob(BytesBlobSource(bytes), digest: digest, to: .app)
                #expect(try await client.bytes(of: digest, size: bytes.count) == bytes)
            }
        }
    }

    @Test func `A blob that is there is not sent`() async throws {
        try await StubServer.with { _, _ in
            StubAnswer(length: 4, isHead: true)
        } _: { server async throws in
            try await withClient(server.address) { client async throws in
                let transfer = Transfer(name: "layer")
                try await client.pushBlob(BytesBlobSource([1, 2, 3, 4]), digest: Digest(hashing: [1, 2, 3, 4]), to: .app, progress: transfer)
                #expect(transfer.state == .alreadyThere && transfer.done == 4)
            }
            #expect(server.requests.map(\.method) == ["HEAD"])
        }
    }

    @Test func `A file is pushed`() async throws {
        let bytes = SeededBytes(seed: 2).bytes(count: 2_500_000)
        try await ScratchFolder.with { folder in
            let path = try folder.write(bytes, to: "layer")
            try await TestServer.with { server async throws in
                try await withClient(server.address) { client async throws in
                    let source = try FileBlobSource(path: path)
                    #expect(source.size == 2_500_000)
                    try await client.pushBlob(source, digest: Digest(hashing: bytes), to: .app)
                    #expect(try await client.bytes(of: Digest(hashing: bytes), size: bytes.count) == bytes)
                }
            }
        }
    }

    @Test func `A file that got shorter ends its push`() async throws {
        try await ScratchFolder.with { folder in
            let bytes = SeededBytes(seed: 2).bytes(count: 2_500_000)
            let path = try folder.write(bytes, to: "layer")
            let source = try FileBlobSource(path: path)
            _ = try folder.write(bytes.prefix(1_500_000), to: "layer")
            try await TestServer.with { server async throws in
                try await withClient(server.address) { client async throws in
                    let error = await clientError { try await client.pushBlob(source, digest: Digest(hashing: bytes), to: .app) }
                    #expect(error?.code == .sourceChanged)
                    #expect(try await client.blobSize(Digest(hashing: bytes), in: .app) == nil)
                }
            }
        }
    }

    @Test func `Neither a folder nor nothing is a source`() throws {
        #expect { try FileBlobSource(path: "/tmp") } throws: { ($0 as? ClientError)?.code == .sourceChanged }
        #expect { try FileBlobSource(path: "/nonexistent/file") } throws: { "\($0)".contains("No such file") }
    }

    @Test func `A wrong digest is refused`() async throws {
        try await TestServer.with { server async throws in
            try await withClient(server.address) { client async throws in
                for size in [10, 2_000_000] {
                    let bytes = SeededBytes(seed: 3).bytes(count: size)
                    let wrong = Digest(hashing: [1])
                    let transfer = Transfer(name: "layer")
                    let error = await clientError { try await client.pushBlob(BytesBlobSource(bytes), digest: wrong, to: .app, progress: transfer) }
                    #expect(error?.code == .refused && error?.status == 400 && error?.serverCode == "DIGEST_INVALID")
                    guard case .failed = transfer.state else {
                        Issue.record("\(transfer.state)")
                        return
                    }
                    #expect(try await client.blobSize(wrong, in: .app) == nil)
                }
            }
        }
    }

    @Test func `The same blob may be pushed many times at once`() async throws {
        let bytes = SeededBytes(seed: 4).bytes(count: 1_500_000)
        try await TestServer.with { server async throws in
            try await withClient(server.address) { client async throws in
                try await client.inParallel(Array(0..<12), limit: 6) { _ in
                    try await client.pushBlob(BytesBlobSource(bytes), digest: Digest(hashing: bytes), to: .app)
                }
                #expect(try await client.bytes(of: Digest(hashing: bytes), size: bytes.count) == bytes)
            }
        }
    }
}

extension RegistryClient {
    /// The whole blob.
    func bytes(of digest: Digest, size: Int, progress: Transfer? = nil) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        try await pullBlob(digest, size: Int64(size), from: .app, progress: progress) { bytes += $0.readableBytesView }
        return bytes
    }
}
