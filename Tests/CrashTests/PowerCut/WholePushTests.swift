import BlobStore
import Catalog
import Foundation
import Glibc
import ImageStore
import NIOCore
import OCIModel
import StageModel
import StowageTestSupport
import Testing

/// Pushes through the rules that join bytes and facts, with the power cut, or a call failing, at every file call in turn.
@Suite("Bytes and facts agree after any failure of a push", .serialized)
struct WholePushTests {
    static let outcomes: [PowerCut] = [.losingAll, .losingBytes, .losingSome(seed: 3)]

    @Test("A power cut at any call leaves nothing or the whole", arguments: WholePush.Kind.allCases)
    func powerCut(_ kind: WholePush.Kind) async throws {
        let push = try WholePush(kind)
        try await withPrepared(push) { prepared, catalog in
            var count = 0
            var isCut = true
            while isCut {
                try await withCopy(of: catalog) { catalog in
                    let files = prepared.afterPowerCut(.losingAll)
                    let acknowledged = try await WholeStore.use(files, catalogIn: catalog) { store in
                        files.clearTrace()
                        files.cutPower(after: count)
                        return await acknowledgedSteps(of: push, store.images)
                    }
                    isCut = files.isCut
                    #expect(isCut || acknowledged == 2, "without a cut a push succeeds")
                    let place = "\(kind), at call \(count): \(files.trace.last?.description ?? "none")"
                    for outcome in Self.outcomes {
                        try await withCopy(of: catalog) { catalog in
                            try await check(push, acknowledged, files.afterPowerCut(outcome), catalog, "\(place), \(outcome)")
                        }
                    }
                }
                count += 1
            }
            #expect(count > 8, "a push has calls to cut")
        }
    }

    @Test("An error at any call is told, and the client can go on", arguments: WholePush.Kind.allCases, [ENOSPC, EIO, EMFILE, EDQUOT])
    func everyErrno(_ kind: WholePush.Kind, _ errno: Int32) async throws {
        let push = try WholePush(kind)
        try await withPrepared(push) { prepared, catalog in
            var skipping = 0
            var isHit = true
            while isHit {
                try await withCopy(of: catalog) { catalog in
                    let files = prepared.afterPowerCut(.losingAll)
                    try await WholeStore.use(files, catalogIn: catalog) { store in
                        files.plan(FileFault(.fail(errno: errno), skipping: skipping))
                        do {
                            try await push.pushBlob(store.images)
                        } catch let error as OCIError {
                            let expected: [OCIError.Code] =
                                switch errno {
                                case ENOSPC, EDQUOT: [.storageFull, .uploadUnknown]
                                case EMFILE: [.unavailable, .uploadUnknown]
                                default: [.internalFailure, .uploadUnknown]
                                }
                            #expect(expected.contains(error.code), "\(kind), errno \(errno) after \(skipping) calls: \(error)")
                        }
                        isHit = files.faultCount == 0
                        files.clearFaults()
                        try await resume(push, store)
                        try await push.pushManifest(store.images)
                        try await expectWhole(push, store, "\(kind), errno \(errno) after \(skipping) calls")
                    }
                    #expect(files.openDescriptorCount == 0, "\(kind), errno \(errno) after \(skipping) calls")
                }
                skipping += 1
            }
        }
    }

    /// Goes on with the uploads that the failure left, as a client does that asks where they stand.
    private func resume(_ push: WholePush, _ store: WholeStore) async throws {
        let content = WholePush.content
        for record in try await store.catalog.uploads(idleSince: .now().advanced(by: .seconds(60)), limit: 10) {
            do {
                let status = try await store.images.uploadStatus(record.id, in: push.repository)
                let rest = TestContent(Array(content.bytes.dropFirst(Int(status.offset))))
                _ = try await store.images.finishUpload(
                    record.id, with: rest.body, size: rest.size, at: nil, as: content.digest, in: push.repository)
                return
            } catch let error as OCIError where error.code == .uploadUnknown {
                // It could not be kept; the client starts anew.
            }
        }
        try await push.pushBlob(store.images)
    }

    /// How many of the two steps, blob and manifest, were acknowledged.
    private func acknowledgedSteps(of push: WholePush, _ images: ImageStore) async -> Int {
        do {
            try await push.pushBlob(images)
        } catch {
            #expect(error is OCIError, "\(error)")
            return 0
        }
        do {
            try await push.pushManifest(images)
        } catch {
            #expect(error is OCIError, "\(error)")
            return 1
        }
        return 2
    }

    private func check(_ push: WholePush, _ acknowledged: Int, _ files: MemoryFileSystem, _ catalog: String, _ place: String) async throws {
        try await WholeStore.use(files, catalogIn: catalog) { store in
            try await store.images.removeOrphanedUploads()
            if acknowledged >= 1 { try await expectBlob(WholePush.content, in: push.repository, store, place) }
            if acknowledged == 2 { try await expectWhole(push, store, place) }
            if acknowledged == 0 {
                let record = try await store.catalog.blob(WholePush.content.digest, in: push.repository)
                #expect(record == nil, "a row is committed only behind an acknowledgement here: \(place)")
            }
            try await expectBlob(WholePush.config, in: push.repository, store, place)
            // Each row has its bytes, but for the one that the test damaged itself.
            if push.kind == .existing, let record = try await store.catalog.blob(WholePush.content.digest) {
                #expect(try await store.blobs.size(of: record.digest) == record.size, "a row without bytes: \(place)")
            }
            for id in try await store.blobs.uploadIDs() {
                #expect(try await store.catalog.upload(id) != nil, "an upload that nobody can reach: \(place)")
            }
            try await push.pushBlob(store.images)
            try await push.pushManifest(store.images)
            try await expectWhole(push, store, "pushed again, \(place)")
        }
    }

    private func expectWhole(_ push: WholePush, _ store: WholeStore, _ place: String) async throws {
        try await expectBlob(WholePush.content, in: push.repository, store, place)
        let manifest = try push.manifest
        let found = try await store.images.manifest(.tag(push.tag), in: push.repository)
        #expect(Array(found.body.readableBytesView) == manifest.bytes, "\(place)")
    }

    private func expectBlob(_ content: TestContent, in repository: RepositoryName, _ store: WholeStore, _ place: String) async throws {
        let blob = try await store.images.blob(content.digest, in: repository)
        #expect(try await store.blobs.contents(of: blob.digest, size: blob.size) == content.bytes, "\(place)")
    }

    private func withPrepared(_ push: WholePush, _ body: (_ files: MemoryFileSystem, _ catalog: String) async throws -> Void) async throws {
        try await withTemporaryDirectory { catalog in
            let files = MemoryFileSystem()
            try await WholeStore.use(files, catalogIn: catalog) { store in try await push.prepare(store, files) }
            try await body(files, catalog)
        }
    }

    private func withCopy(of folder: String, _ body: (_ folder: String) async throws -> Void) async throws {
        try await withTemporaryDirectory { copy in
            for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
                try FileManager.default.copyItem(atPath: "\(folder)/\(name)", toPath: "\(copy)/\(name)")
            }
            try await body(copy)
        }
    }
}
