import BlobStore
import ContentHashing
import Glibc
import OCIModel
import StowageTestSupport
import Testing

/// Fails every call of every operation in turn: a clean error, nothing leaked, and the next operation works.
@Suite("Every file call may fail")
struct EveryErrnoTests {
    static let codes: [Int32: BlobStoreError.Code] = [ENOSPC: .noSpace, EDQUOT: .noSpace, EMFILE: .tooManyOpenFiles, EIO: .io]

    @Test("of a push, once", arguments: Push.Kind.allCases, [ENOSPC, EDQUOT, EMFILE, EIO])
    func onceInPush(_ kind: Push.Kind, _ errno: Int32) async throws {
        var skipping = 0
        var isHit = true
        while isHit {
            let fault = FileFault(.fail(errno: errno), skipping: skipping)
            isHit = try await push(kind, fault, errno, "\(kind), errno \(errno) after \(skipping) calls")
            skipping += 1
        }
        #expect(skipping > 8, "a push has calls to fail")
    }

    @Test("of a push, for a while", arguments: Push.Kind.allCases, FileOperation.allCases)
    func lastingInPush(_ kind: Push.Kind, _ operation: FileOperation) async throws {
        for errno in [ENOSPC, EIO] {
            let fault = FileFault(.fail(errno: errno), on: operation, isLasting: true)
            _ = try await push(kind, fault, errno, "\(kind), errno \(errno) on every \(operation)")
        }
    }

    /// Pushes with a fault, then without. Returns whether the fault was met.
    private func push(_ kind: Push.Kind, _ fault: FileFault, _ errno: Int32, _ place: String) async throws -> Bool {
        let files = try await PreparedFiles.copy()
        let push = Push(kind)
        var isHit = false
        try await withStore(files) { store in
            try await push.prepare(store, files)
            files.plan(fault)
            do {
                try await push.run(store)
            } catch let error as BlobStoreError {
                #expect(error.code == Self.codes[errno] || error.code == .uploadUnknown, "\(place): \(error)")
                #expect(error.message.count > 20, "a message says what to do")
            }
            isHit = files.faultCount == 0
            files.clearFaults()
            try await push.run(store)
            #expect(try await store.contents(of: push.digest, size: Push.content.size) == Push.content.bytes, "\(place)")
            #expect(files.mode(of: blobPath(push.digest)) == 0o444, "\(place)")
            #expect(
                files.afterPowerCut(.losingAll).contents(of: blobPath(push.digest)) == Push.content.bytes,
                "an acknowledged blob is on disk, whatever failed before: \(place)")
            let old = PreparedFiles.oldBlob
            #expect(try await store.contents(of: old.digest, size: old.size) == old.bytes, "others are untouched: \(place)")
        }
        return isHit
    }

    /// The operations that are not a push, each on a store with a blob and a closed upload.
    static let operations: [(name: String, run: @Sendable (FileBlobStore, UploadID) async throws -> Void)] = [
        ("size", { store, _ in _ = try await store.size(of: PreparedFiles.oldBlob.digest) }),
        ("open and read", { store, _ in _ = try await store.contents(of: PreparedFiles.oldBlob.digest, size: PreparedFiles.oldBlob.size) }),
        ("remove", { store, _ in try await store.remove(PreparedFiles.oldBlob.digest) }),
        ("list blobs", { store, _ in _ = try await store.digests(in: BlobShard(of: PreparedFiles.oldBlob.digest)) }),
        ("list uploads", { store, _ in _ = try await store.uploadIDs() }),
        ("resume and discard", { store, id in try await store.resumeUpload(id, algorithm: .sha256).discard() }),
        ("discard", { store, id in try await store.discardUpload(id) }),
        ("space", { store, _ in _ = try await store.space() }),
        ("maintain the reserve", { store, _ in try await store.maintainReserve() }),
    ]

    @Test("of the other operations", arguments: operations.map(\.name), [ENOSPC, EDQUOT, EMFILE, EIO])
    func inOthers(_ name: String, _ errno: Int32) async throws {
        let operation = try #require(Self.operations.first { $0.name == name })
        var skipping = 0
        var isHit = true
        while isHit {
            let files = try await PreparedFiles.copy()
            try await withStore(files) { store in
                let upload = try await store.createUpload(UploadID(), algorithm: .sha256)
                try await upload.append(TestContent(count: 9_000).buffer)
                try await upload.close()
                files.plan(FileFault(.fail(errno: errno), skipping: skipping))
                do {
                    try await operation.run(store, upload.id)
                } catch let error as BlobStoreError {
                    #expect(error.code == Self.codes[errno], "\(error)")
                }
                isHit = files.faultCount == 0
                files.clearFaults()
                do {
                    try await operation.run(store, upload.id)
                } catch let error as BlobStoreError where error.code == .uploadUnknown {
                    // The first try had done it, but for the end.
                }
                try await Push(.single).run(store)
            }
            skipping += 1
        }
    }

    @Test("of the first opening", arguments: [ENOSPC, EDQUOT, EMFILE, EIO])
    func inOpening(_ errno: Int32) async throws {
        let complete = MemoryFileSystem()
        try await openStore(complete).close()
        let calls = complete.trace.count
        for count in 0..<calls where count < 40 || count > calls - 40 || count % 131 == 0 {
            let files = MemoryFileSystem()
            files.plan(FileFault(.fail(errno: errno), skipping: count))
            do {
                try await openStore(files).close()
            } catch let error as BlobStoreError {
                #expect(error.code == Self.codes[errno], "\(error)")
            }
            #expect(files.openDescriptorCount == 0, "call \(count)")
            files.clearFaults()
            try await withStore(files) { try await Push(.single).run($0) }
        }
    }
}
