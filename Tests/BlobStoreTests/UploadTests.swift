import BlobStore
import ContentHashing
import Glibc
import NIOCore
import OCIModel
import StowageTestSupport
import Testing

@Suite("Uploads")
struct UploadTests {
    @Test("a failed write is thrown once, and the upload goes on at its offset")
    func failedWrite() async throws {
        let files = try await PreparedFiles.copy()
        let content = TestContent(count: 300_000)
        try await withStore(files) { store in
            let upload = try await store.createUpload(UploadID(), algorithm: .sha256)
            files.plan(FileFault(.fail(errno: ENOSPC), on: .write, skipping: 3))
            await #expect(throws: BlobStoreError.self) {
                try await upload.append(content.buffer)
                try await upload.flush()
            }
            let offset = upload.offset
            #expect(offset > 0 && offset < content.size)
            #expect(files.contents(of: "/data/uploads/\(upload.id)") == Array(content.bytes[..<Int(offset)]))
            try await upload.append(ByteBuffer(bytes: content.bytes[Int(offset)...]))
            let outcome = try await upload.publish(as: content.digest, trustExisting: true)
            #expect(outcome == PublishOutcome(.stored, size: content.size))
        }
    }

    @Test("partial writes are continued")
    func partialWrites() async throws {
        let files = try await PreparedFiles.copy()
        files.plan(FileFault(.shorten(to: 1_000), on: .write, isLasting: true))
        try await withStore(files) { store in
            let content = TestContent(count: 50_000)
            _ = try await store.store(content)
            #expect(try await store.contents(of: content.digest, size: content.size) == content.bytes)
        }
    }

    @Test("a write that fails half-way keeps the half, and a tail that stayed is cut")
    func halfWrite() async throws {
        let files = try await PreparedFiles.copy()
        let content = TestContent(count: 10_000)
        try await withStore(files) { store in
            let upload = try await store.createUpload(UploadID(), algorithm: .sha256)
            files.plan(FileFault(.shorten(to: 1_000), on: .write))
            files.plan(FileFault(.fail(errno: EIO), on: .write))
            await #expect(throws: BlobStoreError.self) {
                try await upload.append(content.buffer)
                try await upload.flush()
            }
            #expect(upload.offset == 1_000)
            try await upload.append(ByteBuffer(bytes: content.bytes[1_000...]))
            _ = try await upload.publish(as: content.digest, trustExisting: true)
        }
    }

    @Test("appends at once come out whole, in some order")
    func parallelAppends() async throws {
        let files = try await PreparedFiles.copy()
        let size = 200_000
        try await withStore(files) { store in
            let upload = try await store.createUpload(UploadID(), algorithm: .sha256)
            try await withThrowingTaskGroup { group in
                for value in 0..<8 {
                    group.addTask { try await upload.append(ByteBuffer(repeating: UInt8(value), count: size)) }
                }
                try await group.waitForAll()
            }
            try await upload.flush()
            let bytes = try #require(files.contents(of: "/data/uploads/\(upload.id)"))
            #expect(bytes.count == 8 * size)
            let starts = stride(from: 0, to: bytes.count, by: size)
            #expect(starts.allSatisfy { start in bytes[start..<start + size].allSatisfy { $0 == bytes[start] } })
            #expect(Set(starts.map { bytes[$0] }).count == 8)
            let outcome = try await upload.publish(as: Digest(hashing: bytes), trustExisting: true)
            #expect(outcome.kind == .stored)
        }
    }

    @Test("goes on after a restart, with what was written")
    func restart() async throws {
        try await withTemporaryDirectory { path in
            let content = TestContent(count: 10 << 20)
            let half = content.bytes.count / 2
            let id = UploadID()
            let first = try await FileBlobStore.open(at: "\(path)/data", configuration: .small(), logger: quiet)
            let upload = try await first.createUpload(id, algorithm: .sha256)
            try await upload.append(ByteBuffer(bytes: content.bytes[..<half]))
            await first.close()

            let second = try await FileBlobStore.open(at: "\(path)/data", configuration: .small(), logger: quiet)
            #expect(try await second.uploadIDs() == [id])
            let resumed = try await second.resumeUpload(id, algorithm: .sha256)
            #expect(resumed.offset == Int64(half))
            try await resumed.append(ByteBuffer(bytes: content.bytes[half...]))
            let outcome = try await resumed.publish(as: content.digest, trustExisting: true)
            #expect(outcome == PublishOutcome(.stored, size: content.size))
            #expect(try await second.contents(of: content.digest, size: content.size) == content.bytes)
            await second.close()
        }
    }

    @Test("bytes that a power cut damaged are found out when the upload is published")
    func damagedResume() async throws {
        let files = try await PreparedFiles.copy()
        let content = TestContent(count: 100_000)
        let id = UploadID()
        let store = try await openStore(files)
        let upload = try await store.createUpload(id, algorithm: .sha256)
        try await upload.append(content.buffer)
        try await upload.flush()
        let after = files.afterPowerCut(.losingBytes)
        await store.close()
        try await withStore(after) { store in
            let resumed = try await store.resumeUpload(id, algorithm: .sha256)
            #expect(resumed.offset == content.size)
            await #expect { try await resumed.publish(as: content.digest, trustExisting: true) } throws: {
                ($0 as? BlobStoreError)?.code == .digestMismatch
            }
            #expect(try await store.size(of: content.digest) == nil)
        }
    }

    @Test("a cancelled append that waits for room returns at once")
    func cancelledWait() async throws {
        let files = try await PreparedFiles.copy()
        try await withStore(files) { store in
            let upload = try await store.createUpload(UploadID(), algorithm: .sha256)
            let task = Task { try await upload.append(ByteBuffer(repeating: 7, count: 8 << 20)) }
            task.cancel()
            _ = await task.result
            try await upload.flush()
            #expect(files.contents(of: "/data/uploads/\(upload.id)")?.count == Int(upload.offset))
            try await upload.discard()
        }
    }
}
