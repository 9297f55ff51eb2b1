import BlobStore
import ContentHashing
import Glibc
import NIOCore
import OCIModel
import StowageTestSupport
import Testing

@Suite("Room")
struct SpaceTests {
    private func isNoSpace(_ error: any Error) -> Bool { (error as? BlobStoreError)?.code == .noSpace }

    @Test("below the low-water mark uploads are refused, and reading and removing go on")
    func lowWater() async throws {
        let files = try await PreparedFiles.copy()
        let old = PreparedFiles.oldBlob
        try await withStore(files, .small(lowWaterMark: 1 << 20)) { store in
            let upload = try await store.createUpload(UploadID(), algorithm: .sha256)
            files.setCapacity(500_000)
            #expect(try await store.space().isBelowLowWater)
            await #expect { _ = try await store.createUpload(UploadID(), algorithm: .sha256) } throws: { isNoSpace($0) }
            // An open one is let through for as long as its last look at the space serves.
            await #expect {
                for _ in 0..<8 { try await upload.append(ByteBuffer(repeating: 0, count: 32 << 10)) }
                try await upload.flush()
            } throws: {
                isNoSpace($0)
            }
            let offset = upload.offset
            await #expect {
                try await upload.append(ByteBuffer(bytes: [1]))
                try await upload.flush()
            } throws: {
                isNoSpace($0)
            }
            #expect(upload.offset == offset)
            #expect(try await store.contents(of: old.digest, size: old.size) == old.bytes)
            try await store.remove(old.digest)

            files.setCapacity(1 << 30)
            try await upload.append(ByteBuffer(bytes: [1]))
            try await upload.flush()
            #expect(upload.offset == offset + 1)
            try await upload.discard()
        }
    }

    /// What others put where it was could never be deleted any more.
    @Test("a full disk that refuses an upload keeps the reserve; the upload goes on when there is room")
    func ballast() async throws {
        let files = MemoryFileSystem()
        files.setCapacity(200_000)
        let content = TestContent(count: 180_000)
        try await withStore(files, .small(reserveSize: 50_000)) { store in
            #expect(files.contents(of: "/data/reserve")?.count == 50_000)
            let small = TestContent(count: 10_000, seed: 5)
            _ = try await store.store(small)
            let upload = try await store.createUpload(UploadID(), algorithm: .sha256)
            await #expect {
                try await upload.append(content.buffer)
                try await upload.flush()
            } throws: {
                isNoSpace($0)
            }
            #expect(files.contents(of: "/data/reserve")?.count == 50_000)
            try await store.remove(small.digest)
            #expect(files.contents(of: "/data/reserve")?.count == 50_000, "removing took no room")

            files.setCapacity(1 << 30)
            let offset = Int(upload.offset)
            try await upload.append(ByteBuffer(bytes: content.bytes[offset...]))
            _ = try await upload.publish(as: content.digest, trustExisting: true)
            #expect(try await store.contents(of: content.digest, size: content.size) == content.bytes)
        }
    }

    @Test("the reserve can be given up for others, and taken back")
    func release() async throws {
        let files = try await PreparedFiles.copy()
        try await withStore(files) { store in
            try await store.releaseReserve()
            #expect(files.contents(of: "/data/reserve") == nil)
            try await store.maintainReserve()
            #expect(files.contents(of: "/data/reserve")?.count == 4096)
        }
    }

    @Test("a full disk does not keep the store from opening")
    func openOnFullDisk() async throws {
        let files = try await PreparedFiles.copy()
        files.setCapacity(0)
        try await withStore(files, .small(reserveSize: 50_000)) { store in
            try await store.remove(PreparedFiles.oldBlob.digest)
        }
    }

    @Test("a reserve of another size, or half made, is made anew")
    func reserveSize() async throws {
        let files = try await PreparedFiles.copy()
        try await withStore(files, .small(reserveSize: 9_000)) { _ in }
        #expect(files.contents(of: "/data/reserve")?.count == 9_000)
    }
}
