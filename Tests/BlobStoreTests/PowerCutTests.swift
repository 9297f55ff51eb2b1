import BlobStore
import ContentHashing
import Glibc
import OCIModel
import StowageTestSupport
import Testing

/// Cuts the power at every call of a push in turn, and looks at every outcome a disk may show afterwards.
@Suite("A power cut leaves nothing or the whole")
struct PowerCutTests {
    static let outcomes: [PowerCut] = [.losingAll, .losingBytes] + (1...3).map { .losingSome(seed: $0) }

    @Test("during a push", arguments: Push.Kind.allCases, [false, true])
    func duringPush(_ kind: Push.Kind, failingToSync: Bool) async throws {
        var count = 0
        var isCut = true
        while isCut {
            let files = try await PreparedFiles.copy()
            let push = Push(kind)
            let store = try await openStore(files)
            try await push.prepare(store, files)
            files.clearTrace()
            // Then the push takes back what it did, and the power may go in the middle of that.
            if failingToSync { files.plan(FileFault(.fail(errno: EIO), on: .synchronizeFolder, path: "/blobs/")) }
            files.cutPower(after: count)
            let isAcknowledged = await succeeds { try await push.run(store) }
            isCut = files.isCut
            let place = "\(kind), at call \(count): \(files.trace.last?.description ?? "none")"
            for outcome in Self.outcomes {
                try await check(push, isAcknowledged, files.afterPowerCut(outcome), "\(place), \(outcome)")
            }
            await store.close()
            #expect(files.openDescriptorCount == 0, "\(place)")
            #expect(isAcknowledged || isCut || failingToSync, "without a cut a push succeeds")
            count += 1
        }
        #expect(count > 8, "a push has calls to cut")
    }

    private func check(_ push: Push, _ isAcknowledged: Bool, _ files: MemoryFileSystem, _ place: String) async throws {
        try await withStore(files) { store in
            let old = PreparedFiles.oldBlob
            #expect(try await store.contents(of: old.digest, size: old.size) == old.bytes, "what was acknowledged before is there: \(place)")
            let found = files.contents(of: blobPath(push.digest))
            if isAcknowledged {
                #expect(found == Push.content.bytes, "what was acknowledged is there: \(place)")
            } else {
                #expect(found == push.before || found == Push.content.bytes, "nothing or the whole: \(place)")
            }
            for id in try await store.uploadIDs() {
                do {
                    try await store.resumeUpload(id, algorithm: .sha256).discard()
                } catch let error as BlobStoreError {
                    #expect(error.code == .uploadUnknown, "an upload goes on or is unknown: \(place)")
                }
            }
            #expect(try await store.uploadIDs().isEmpty, "\(place)")
            #expect(files.contents(of: blobPath(push.digest)) == found, "discarding uploads touches no blob: \(place)")
            try await Push(push.kind).run(store)
            #expect(files.contents(of: blobPath(push.digest)) == Push.content.bytes, "it can be pushed again: \(place)")
        }
    }

    @Test("during the first opening")
    func duringOpening() async throws {
        let complete = MemoryFileSystem()
        try await openStore(complete).close()
        let calls = complete.trace.count
        for count in 0..<calls where count < 40 || count > calls - 40 || count % 131 == 0 {
            let files = MemoryFileSystem()
            files.cutPower(after: count)
            if let store = try? await openStore(files) { await store.close() }
            #expect(files.openDescriptorCount == 0)
            for outcome in [PowerCut.losingAll, .losingBytes, .losingSome(seed: UInt64(count))] {
                let second = files.afterPowerCut(outcome)
                let push = Push(.single)
                try await withStore(second) { try await push.run($0) }
                let third = second.afterPowerCut(.losingAll)
                #expect(third.contents(of: blobPath(push.digest)) == Push.content.bytes, "call \(count), \(outcome)")
            }
        }
    }
}

/// Whether `body` returns; an error must be the store's own.
func succeeds(_ body: () async throws -> Void) async -> Bool {
    do {
        try await body()
        return true
    } catch {
        #expect(error is BlobStoreError, "\(error)")
        return false
    }
}
