import BlobStore
import Catalog
import ContentHashing
import Glibc
import ImageStore
import OCIModel
import StageModel
import StowageTestSupport
import Synchronization
import Testing

@testable import Reclamation

@Suite("Files without a row are removed")
struct OrphanTests {
    @Test func whatNobodyKnowsGoesAndNothingElse() async throws {
        let files = MemoryFileSystem()
        try await CollectorWorld.use(files) { world in
            let needed = try await world.push(image: "needed", tags: ["a"])
            let unneeded = try await world.push(blob: "waste")
            let upload = try await world.store.startUpload(in: .app, algorithm: .sha256)
            let orphans = (1...30).map { TestContent(count: 10 + $0, seed: UInt64($0)) }
            for (number, orphan) in orphans.enumerated() {
                _ = try await world.files.store(orphan, as: number % 2 == 0 ? orphan.digest : orphan.sha512)
            }
            files.setFile("/data/blobs/sha256/00/notes.txt", to: [1])
            try await world.collector.runOnce(orphans: true)
            for (number, orphan) in orphans.enumerated() {
                #expect(try await !world.isStored(number % 2 == 0 ? orphan.digest : orphan.sha512))
            }
            for blob in needed.requiredBlobs { #expect(try await world.head(blob.digest)) }
            #expect(try await world.head(unneeded), "it has a row")
            #expect(files.contents(of: "/data/blobs/sha256/00/notes.txt") == [1])
            #expect(try await world.store.uploadStatus(upload.id, in: .app).offset == 0)
            let status = try await world.collector.status()
            #expect(status.totals.orphans == 30 && status.strangeFiles == 1 && status.lastOrphanScanAt != nil)
        }
    }

    /// The file appears after the list was made, or before, and its row later.
    @Test func neverOneThatIsBeingPushed() async throws {
        try await CollectorWorld.use { world in
            let content = TestContent(count: 100)
            // Published, its row not yet written.
            try await world.store.removals.withHold(on: content.digest) {
                _ = try await world.files.store(content)
                try await world.collector.runOnce(orphans: true)
                #expect(try await world.isStored(content.digest))
                try await world.catalog.recordBlob(content.digest, size: content.size, in: .app, completing: nil)
            }
            #expect(try await world.head(content.digest))

            // Listed without a row, which is there when it is looked up.
            let late = TestContent(count: 101)
            let shard = BlobShard(of: late.digest)
            _ = try await world.files.store(late)
            world.blobs.afterListing { listed in
                guard listed == shard else { return }
                _ = try await world.store.storeBlob(late.body, size: late.size, as: late.digest, in: .app)
            }
            try await world.collector.runOnce(orphans: true)
            #expect(try await world.head(late.digest))
            #expect(try await world.collector.status().totals.orphans == 0)
        }
    }

    @Test func aPartThatCannotBeReadIsLeftForTheNextTime() async throws {
        let files = MemoryFileSystem()
        try await CollectorWorld.use(files) { world in
            let orphans = (1...8).map { TestContent(count: 10, seed: UInt64($0)) }
            for orphan in orphans { _ = try await world.files.store(orphan) }
            let prefix = orphans[0].digest.hex.prefix(2)
            files.plan(FileFault(.fail(errno: EIO), on: .list, path: "/sha256/\(prefix)"))
            try await world.collector.runOnce(orphans: true)
            var status = try await world.collector.status()
            #expect(status.totals.failures == 1 && status.lastError != nil)
            #expect(try await world.isStored(orphans[0].digest))
            #expect(status.totals.orphans == Int64(orphans.filter { $0.digest.hex.prefix(2) != prefix }.count))
            try await world.collector.runOnce(orphans: true)
            status = try await world.collector.status()
            #expect(status.totals.orphans == 8 && status.lastError == nil)
        }
    }

    @Test func theyAreLookedForFromTimeToTime() async throws {
        let configuration = CollectorConfiguration(
            grace: .seconds(10), interval: .seconds(5), maximumRate: nil, orphanInterval: .seconds(1000))
        try await withTemporaryDirectory { folder in
            let world = try await CollectorWorld.open(catalogIn: folder, isWarm: false, configuration: configuration)
            let scans = Mutex(0)
            world.blobs.afterListing { shard in if shard == BlobShard.all.first { scans.withLock { $0 += 1 } } }
            let pauses = Mutex(0)
            let collector = Collector(
                store: world.store, catalog: world.catalog, blobs: world.blobs, configuration: configuration, clock: world.clock.reading,
                instant: world.clock.instant,
                pause: { duration in
                    guard
                        pauses.withLock({
                            $0 += 1; return $0
                        }) < 700
                    else { throw CancellationError() }
                    world.clock.advance(by: duration)
                }, logger: world.collector.logger)
            let run = Task { await collector.run() }
            try await waitUntil("an hour has passed") { pauses.withLock { $0 } >= 700 }
            run.cancel()
            await run.value
            #expect(scans.withLock { $0 } == 4, "3500 s, the first one when the grace is over")
            try await world.close()
        }
    }
}
