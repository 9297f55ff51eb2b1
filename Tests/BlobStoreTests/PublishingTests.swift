import BlobStore
import ContentHashing
import Glibc
import NIOCore
import OCIModel
import StowageTestSupport
import Testing

@Suite("Publishing")
struct PublishingTests {
    @Test("syncs the bytes, then renames, then syncs the folder")
    func order() async throws {
        let files = try await PreparedFiles.copy()
        try await withStore(files) { store in
            files.clearTrace()
            try await Push(.single).run(store)
            let steps: [FileOperation] = [.write, .setMode, .synchronize, .rename, .synchronizeFolder]
            let trace = files.trace
            let first = steps.map { step in trace.lastIndex { $0.operation == step } ?? -1 }
            #expect(!first.contains(-1))
            #expect(first == first.sorted())
            let last = try #require(trace.last?.path)
            #expect(blobPath(Push.content.digest) == "\(last)/\(Push.content.digest.hex)")
        }
    }

    @Test("keeps what it replaces, for the operator", arguments: [Push.Kind.damaged, .suspect])
    func quarantine(_ kind: Push.Kind) async throws {
        let files = try await PreparedFiles.copy()
        let push = Push(kind)
        try await withStore(files) { store in
            try await push.prepare(store, files)
            try await push.run(store)
        }
        let names = files.names(in: "/data/quarantine")
        #expect(names.count == 1)
        let name = try #require(names.first)
        #expect(name.hasPrefix("sha256-\(push.digest.hex)-"))
        #expect(files.contents(of: "/data/quarantine/\(name)") == push.before)
        #expect(files.contents(of: blobPath(push.digest)) == Push.content.bytes)
    }

    @Test("replaces a stored file that the server may not read")
    func unreadable() async throws {
        let files = try await PreparedFiles.copy()
        let old = PreparedFiles.oldBlob
        try await withStore(files) { store in
            let upload = try await store.createUpload(UploadID(), algorithm: .sha256)
            try await upload.append(old.buffer)
            try await upload.flush()
            files.plan(FileFault(.fail(errno: EACCES), on: .open))
            let outcome = try await upload.publish(as: old.digest, trustExisting: true)
            #expect(outcome.kind == .healed)
            #expect(try await store.contents(of: old.digest, size: old.size) == old.bytes)
        }
    }

    @Test("after a failed sync writes the bytes again before it trusts another one", arguments: [FileOperation.synchronize, .startWriteback])
    func failedSync(_ operation: FileOperation) async throws {
        let files = try await PreparedFiles.copy()
        let push = Push(.single)
        try await withStore(files) { store in
            files.plan(FileFault(.fail(errno: EIO), on: operation))
            if operation == .synchronize {
                await #expect(throws: BlobStoreError.self) { try await push.run(store) }
            }
            try await push.run(store)
            #expect(files.faultCount == 0)
        }
        #expect(files.afterPowerCut(.losingAll).contents(of: blobPath(push.digest)) == Push.content.bytes)
    }

    @Test("after a failed sync and a restart writes the bytes again")
    func failedSyncAndRestart() async throws {
        let files = try await PreparedFiles.copy()
        let content = Push.content
        let id = UploadID()
        try await withStore(files) { store in
            let upload = try await store.createUpload(id, algorithm: .sha256)
            try await upload.append(content.buffer)
            files.plan(FileFault(.fail(errno: EIO), on: .synchronize))
            await #expect(throws: BlobStoreError.self) { try await upload.publish(as: content.digest, trustExisting: true) }
        }
        try await withStore(files) { store in
            let upload = try await store.resumeUpload(id, algorithm: .sha256)
            #expect(upload.offset == content.size)
            _ = try await upload.publish(as: content.digest, trustExisting: true)
        }
        #expect(files.afterPowerCut(.losingAll).contents(of: blobPath(content.digest)) == content.bytes)
    }

    @Test("syncs the name that an earlier process left, before it answers that the blob is stored")
    func unsyncedName() async throws {
        let files = try await PreparedFiles.copy()
        let content = Push.content
        let descriptor = try files.open(blobPath(content.digest), .createNew(mode: 0o444))
        let written = try content.bytes.withUnsafeBytes { bytes throws(FileError) in try files.write(descriptor, bytes, at: 0) }
        #expect(written == content.bytes.count)
        try files.synchronize(descriptor)
        files.close(descriptor)
        try await withStore(files) { store in
            let outcome = try await store.store(content)
            #expect(outcome.kind == .alreadyStored)
        }
        #expect(files.afterPowerCut(.losingAll).contents(of: blobPath(content.digest)) == content.bytes)
    }

    @Test("does not write to a blob through a name an upload left")
    func sharedName() async throws {
        let files = try await PreparedFiles.copy()
        let id = UploadID()
        let old = PreparedFiles.oldBlob
        try files.link(blobPath(old.digest), to: "/data/uploads/\(id)")
        try await withStore(files) { store in
            await #expect(throws: BlobStoreError.self) { _ = try await store.resumeUpload(id, algorithm: .sha256) }
            let left = try await store.uploadIDs()
            #expect(left.isEmpty)
            #expect(try await store.contents(of: old.digest, size: old.size) == old.bytes)
        }
    }

    @Test("asks for write-back while bytes arrive")
    func writeback() async throws {
        let files = try await PreparedFiles.copy()
        try await withStore(files, .small(writebackInterval: 32 << 10)) { store in
            _ = try await store.store(TestContent(count: 200_000))
            #expect(files.trace.filter { $0.operation == .startWriteback }.count >= 4)
        }
    }

    @Test("an upload that is being published refuses more")
    func busy() async throws {
        try await withTemporaryDirectory { path in
            let store = try await FileBlobStore.open(at: "\(path)/data", configuration: .small(), logger: quiet)
            let content = TestContent(count: 2 << 20)
            let upload = try await store.createUpload(UploadID(), algorithm: .sha256)
            try await upload.append(content.buffer)
            let codes = await withTaskGroup(of: BlobStoreError.Code?.self) { group in
                for _ in 0..<8 {
                    group.addTask {
                        do {
                            _ = try await upload.publish(as: content.digest, trustExisting: true)
                            return nil
                        } catch {
                            return (error as? BlobStoreError)?.code
                        }
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(codes.filter { $0 == nil }.count == 1)
            #expect(codes.allSatisfy { $0 == nil || $0 == .busy || $0 == .uploadUnknown })
            await store.close()
        }
    }
}
