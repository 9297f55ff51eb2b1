import BlobStore
import Catalog
import ContentHashing
import FoundationEssentials
import NIOCore
import OCIModel
import StowageTestSupport
import Testing

@testable import ImageStore

/// Uploads that clients leave alone, for a while or for good.
@Suite struct IdleUploadTests {
    @Test func manyIdleUploadsKeepFewFilesOpenAndAllGoOn() async throws {
        try await UploadTests.with { store, _ async throws in
            var uploads: [UploadStatus] = []
            for number in 0..<200 {
                let upload = try await store.startUpload(in: .app, algorithm: .sha256)
                uploads.append(
                    try await store.append(Pieces([UInt8(number), 1]), size: 2, at: nil, to: upload.id, in: .app))
            }
            let blobs = try #require(store.blobs as? FileBlobStore)
            #expect(blobs.openUploadCount <= 130)
            for (number, upload) in uploads.enumerated() {
                #expect(try await store.uploadStatus(upload.id, in: .app).offset == 2)
                let digest = Digest(hashing: [UInt8(number), 1, 2])
                _ = try await store.finishUpload(upload.id, with: Pieces([2]), size: 1, at: try ChunkRange("2-2"), as: digest, in: .app)
                #expect(try await store.blob(digest, in: .app).size == 3)
            }
        }
    }

    @Test func statusIsToldWhileARequestWrites() async throws {
        try await UploadTests.with { store, _ async throws in
            let upload = try await store.startUpload(in: .app, algorithm: .sha256)
            let (stream, continuation) = AsyncThrowingStream<ByteBuffer, any Error>.makeStream()
            async let appended = store.append(stream, size: nil, at: nil, to: upload.id, in: .app)
            continuation.yield(ByteBuffer(bytes: [1, 2, 3]))
            while try await store.uploadStatus(upload.id, in: .app).offset < 3 { try await Task.sleep(for: .milliseconds(1)) }
            continuation.finish()
            #expect(try await appended.offset == 3)
        }
    }

    @Test func oneThatCannotBeRemovedDoesNotKeepTheOthers() async throws {
        try await UploadTests.with { store, temporary async throws in
            let first = try await store.startUpload(in: .app, algorithm: .sha256)
            let second = try await store.startUpload(in: .app, algorithm: .sha256)
            await store.parkUploads()
            // A folder in the file's place can't be unlinked.
            let path = temporary.folder + "/uploads/\(first.id)"
            try FileManager.default.removeItem(atPath: path)
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
            temporary.clock.advance(by: .seconds(100))
            #expect(try await store.expireUploads(idleFor: .seconds(50)) == 1)
            #expect(try await temporary.catalog.upload(second.id) == nil)
            #expect(try await temporary.catalog.upload(first.id) != nil)
            try await store.removeOrphanedUploads()
            try FileManager.default.removeItem(atPath: path)
        }
    }

    @Test func whatIsInUseDoesNotExpire() async throws {
        try await UploadTests.with { store, temporary async throws in
            let upload = try await store.startUpload(in: .app, algorithm: .sha256)
            temporary.clock.advance(by: .seconds(100))
            _ = try await store.append(Pieces([1]), size: 1, at: nil, to: upload.id, in: .app)
            #expect(try await store.expireUploads(idleFor: .seconds(50)) == 0)
            #expect(try await store.uploadStatus(upload.id, in: .app).offset == 1)
            let isGone = try await store.cancelUpload(upload.id, in: .app) { _ in false }
            #expect(!isGone)
            _ = try await store.append(Pieces([2]), size: 1, at: nil, to: upload.id, in: .app)
        }
    }
}

extension IdleUploadTests {
    /// More uploads at once than keep their files: that one is put away is no reason to refuse its next request.
    @Test func manyUploadsAtOnceAreNeverTurnedAway() async throws {
        try await UploadTests.with { store, _ async throws in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<600 {
                    group.addTask {
                        let bytes = [UInt8(truncatingIfNeeded: number), UInt8(number / 256), 7]
                        let upload = try await store.startUpload(in: .app, algorithm: .sha256)
                        _ = try await store.append(Pieces(bytes), size: 3, at: nil, to: upload.id, in: .app)
                        _ = try await store.finishUpload(
                            upload.id, with: Pieces(), size: 0, at: nil, as: Digest(hashing: bytes), in: .app)
                    }
                }
                try await group.waitForAll()
            }
        }
    }
}

extension IdleUploadTests {
    @Test func oneThatIsBeingPutAwayIsWaitedFor() async throws {
        try await UploadTests.with { store, _ async throws in
            let first = try await store.startUpload(in: .app, algorithm: .sha256)
            _ = try await store.startUpload(in: .app, algorithm: .sha256)
            let (id, upload) = try #require(store.sessions.claimOldest(ofMoreIdleThan: 1))
            #expect(id == first.id)
            async let appended = store.append(Pieces([1, 2]), size: 2, at: nil, to: id, in: .app)
            try await Task.sleep(for: .milliseconds(50))
            try await upload.close()
            store.sessions.remove(id)
            #expect(try await appended.offset == 2)
        }
    }
}
