import BlobStore
import Catalog
import ContentHashing
import Logging
import OCIModel
import StowageTestSupport
import Testing

@testable import ImageStore

/// Uploads as the store's callers see them, over a real folder and a real catalog.
@Suite struct UploadTests {
    struct BrokenOff: Error {}

    static func with(
        _ configuration: ImageStore.Configuration = ImageStore.Configuration(), _ body: (ImageStore, TemporaryCatalog) async throws -> Void
    ) async throws {
        var catalog = Catalog.Configuration()
        catalog.busyTimeout = .milliseconds(100)
        try await TemporaryCatalog.use(configuration: catalog) { temporary in
            let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            let blobs = try await FileBlobStore.open(
                at: temporary.folder, configuration: .init(lowWaterMark: 0, reserveSize: 0, uploadWindow: 1 << 20), logger: logger)
            let store = ImageStore(
                blobs: blobs, catalog: temporary.catalog, configuration: configuration, clock: temporary.clock.reading, logger: logger)
            do {
                try await body(store, temporary)
                await store.parkUploads()
            } catch {
                await blobs.close()
                throw error
            }
            await blobs.close()
        }
    }

    @Test func aBodyThatFailsKeepsWhatCame() async throws {
        try await Self.with { store, temporary async throws in
            let upload = try await store.startUpload(in: .app, algorithm: .sha256)
            await #expect(throws: (any Error).self) {
                try await store.append(Pieces([1, 2], [3], failure: BrokenOff()), size: nil, at: nil, to: upload.id, in: .app)
            }
            #expect(try await store.uploadStatus(upload.id, in: .app).offset == 3)
            #expect(try await temporary.catalog.upload(upload.id)?.offset == 3)
            let blob = try await store.finishUpload(
                upload.id, with: Pieces([4]), size: 1, at: ChunkRange("3-3"), as: Digest(hashing: [1, 2, 3, 4]), in: .app)
            #expect(blob.size == 4)
        }
    }

    @Test func aWholeBlobWhoseBodyFailsLeavesNothing() async throws {
        try await Self.with { store, _ async throws in
            await #expect(throws: (any Error).self) {
                try await store.storeBlob(Pieces([1], failure: BrokenOff()), size: nil, as: Digest(hashing: [1]), in: .app)
            }
            #expect(try await store.blobs.uploadIDs().isEmpty)
            await #expect(throws: OCIError.self) { try await store.blob(Digest(hashing: [1]), in: .app) }
        }
    }

    /// The bytes are published, the catalog fails, the client repeats its PUT.
    @Test func aClosingPutCanBeRepeatedAfterTheCatalogFailed() async throws {
        try await Self.with { store, temporary async throws in
            let content = Array("hello".utf8)
            let digest = Digest(hashing: content)
            let upload = try await store.startUpload(in: .app, algorithm: .sha256)
            _ = try await store.append(Pieces(content), size: 5, at: nil, to: upload.id, in: .app)
            let hold = try WriterLock(temporary.path)
            await #expect(throws: OCIError.self) {
                try await store.finishUpload(upload.id, with: Pieces(), size: 0, at: nil, as: digest, in: .app)
            }
            await #expect(throws: OCIError.self) { try await store.blob(digest, in: .app) }
            try hold.release()
            #expect(try await store.uploadStatus(upload.id, in: .app).offset == 5)
            await #expect(throws: OCIError.self) {
                try await store.finishUpload(upload.id, with: Pieces(), size: 0, at: nil, as: Digest(hashing: [9]), in: .app)
            }
            let blob = try await store.finishUpload(upload.id, with: Pieces(), size: 0, at: nil, as: digest, in: .app)
            #expect(blob.size == 5)
            #expect(try await store.blob(digest, in: .app).size == 5)
            await #expect(throws: OCIError.self) { try await store.uploadStatus(upload.id, in: .app) }
        }
    }

    @Test func uploadsThatNobodyTouchesExpire() async throws {
        try await Self.with { store, temporary async throws in
            let old = try await store.startUpload(in: .app, algorithm: .sha256)
            _ = try await store.append(Pieces([1]), size: 1, at: nil, to: old.id, in: .app)
            temporary.clock.advance(by: .seconds(3600))
            let young = try await store.startUpload(in: .app, algorithm: .sha256)
            #expect(try await store.expireUploads(idleFor: .seconds(7200)) == 0)
            temporary.clock.advance(by: .seconds(3601))
            #expect(try await store.expireUploads(idleFor: .seconds(7200)) == 1)
            #expect(try await store.blobs.uploadIDs() == [young.id])
            await #expect(throws: OCIError.self) { try await store.uploadStatus(old.id, in: .app) }
        }
    }

    @Test func theLimitHoldsAcrossChunks() async throws {
        try await Self.with(ImageStore.Configuration(maximumBlobSize: 10)) { store, _ async throws in
            let upload = try await store.startUpload(in: .app, algorithm: .sha256)
            _ = try await store.append(Pieces([1, 2, 3, 4, 5, 6]), size: 6, at: nil, to: upload.id, in: .app)
            for (size, range) in [(Int64(5), nil), (5, "6-10"), (nil, "6-10"), (nil, "6-9223372036854775806"), (nil, nil)] as [(Int64?, String?)] {
                let error = await #expect(throws: OCIError.self) {
                    try await store.append(Pieces([1, 2, 3, 4, 5]), size: size, at: range.map { try ChunkRange($0) }, to: upload.id, in: .app)
                }
                #expect(error?.code == .blobTooLarge)
                #expect(try await store.uploadStatus(upload.id, in: .app).offset == 6)
            }
            _ = try await store.append(Pieces([1, 2, 3, 4]), size: 4, at: ChunkRange("6-9"), to: upload.id, in: .app)
        }
    }
}
