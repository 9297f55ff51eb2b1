import BlobStore
import Catalog
import ContentHashing
import ImageStore
import OCIModel
import StageModel
import StowageTestSupport
import Synchronization
import Testing

@testable import Reclamation

@Suite("The collector removes what nothing needs")
struct CollectionTests {
    @Test func whatWasUploadedForNothingGoesAfterItsGrace() async throws {
        try await CollectorWorld.use { world in
            let image = try await world.push(image: "needed", tags: ["a"])
            let waste = try await world.push(blob: "waste")
            try await world.collector.runOnce(orphans: false)
            #expect(try await world.isStored(waste), "it is dated, not due")
            world.clock.advance(by: CollectorWorld.grace * 2)
            try await world.collector.runOnce(orphans: false)
            #expect(try await !world.isStored(waste))
            #expect(try await !world.head(waste))
            #expect(try await world.catalog.unknownDigests(of: [waste]) == [waste], "and no row is left")
            for blob in image.requiredBlobs { #expect(try await world.head(blob.digest)) }
            let totals = try await world.collector.status().totals
            #expect(totals.deletedBlobs == 1 && totals.deletedBytes == 5 && totals.kept == 2 && totals.failures == 0)
        }
    }

    @Test func aDeletedImageGoesWhenTheTrashHasExpired() async throws {
        try await CollectorWorld.use { world in
            let image = try await world.push(image: "one", "two", tags: ["a"])
            try await world.push(image: "two", tags: ["b"])
            try await world.store.deleteManifest(image.digest, from: .app)
            try await world.collect()
            #expect(try await world.isStored(TestContent(Array("one".utf8)).digest), "it can be restored")
            world.clock.advance(by: .seconds(86_400))
            try await world.collect()
            #expect(try await !world.isStored(TestContent(Array("one".utf8)).digest))
            #expect(try await world.head(TestContent(Array("two".utf8)).digest), "another image needs it")
            let totals = try await world.collector.status().totals
            #expect(totals.deletedManifests == 1 && totals.deletedBlobs == 1 && totals.expiredTrash == 1)
        }
    }

    @Test func withoutAnUndoWindowItGoesAfterTheGrace() async throws {
        try await CollectorWorld.use(undoWindow: .zero) { world in
            let image = try await world.push(image: "one", tags: ["a"])
            try await world.store.deleteManifest(image.digest, from: .app)
            try await world.collect()
            #expect(try await world.collector.status().totals.deletedBlobs == 2)
        }
    }

    @Test func oneRunGoesToTheEnd() async throws {
        let configuration = CollectorConfiguration(grace: .zero, maximumRate: nil)
        try await CollectorWorld.use(undoWindow: .zero, configuration: configuration) { world in
            for number in 0..<600 { try await world.push(blob: "waste \(number)") }
            let image = try await world.push(image: "one")
            let inner = try ManifestBuilder.index(of: [image]).manifest()
            let outer = try ManifestBuilder.index(of: [inner]).manifest()
            try await world.store.publish(inner, tags: [], in: .app)
            try await world.store.publish(outer, tags: ["a"], in: .app)
            try await world.store.deleteManifest(outer.digest, from: .app)
            world.clock.advance(by: .milliseconds(1))
            try await world.collector.runOnce(orphans: false)
            let status = try await world.collector.status()
            #expect(status.totals.deletedBlobs == 602 && status.totals.deletedManifests == 2)
            #expect(status.blobReviews == 0 && status.manifestReviews == 0)
            #expect(try await world.store.statistics().blobs == 0)
        }
    }

    // MARK: - Grace

    /// What a client does that keeps a blob.
    enum Touch: CaseIterable, Sendable {
        case head, get, mount, upload
    }

    @Test(arguments: Touch.allCases) func eachRequestRenewsTheGrace(_ touch: Touch) async throws {
        try await CollectorWorld.use { world in
            let waste = try await world.push(blob: "waste")
            try await world.collector.runOnce(orphans: false)
            for _ in 0..<3 {
                // Half a grace later the row is due soon; the request comes right before.
                world.clock.advance(by: CollectorWorld.grace)
                switch touch {
                case .head: #expect(try await world.head(waste))
                case .get:
                    guard case .file(let file) = try await world.store.openBlob(waste, in: .app).content else { return }
                    try await file.close()
                case .mount: #expect(try await world.store.mountBlob(waste, from: .app, into: .app) != nil)
                case .upload: try await world.push(blob: "waste")
                }
                try await world.collector.runOnce(orphans: false)
                #expect(try await world.isStored(waste))
            }
            #expect(try await world.collector.status().totals.revived > 0)
            world.clock.advance(by: CollectorWorld.grace * 2)
            try await world.collector.runOnce(orphans: false)
            #expect(try await !world.isStored(waste))
        }
    }

    @Test(arguments: [ManifestUse.none, .check, .pull]) func soDoTheRequestsOfAManifest(_ use: ManifestUse) async throws {
        try await CollectorWorld.use(undoWindow: .zero) { world in
            let image = try await world.push(image: "one")
            let index = try ManifestBuilder.index(of: [image]).manifest()
            try await world.store.publish(index, tags: ["a"], in: .app)
            // Into the cache: what is served from memory counts as well.
            _ = try await world.store.manifest(.digest(image.digest), in: .app)
            world.clock.advance(by: CollectorWorld.grace * 2)
            _ = try await world.store.manifest(.digest(image.digest), in: .app, use: use)
            try await world.store.deleteManifest(index.digest, from: .app)
            try await world.collector.runOnce(orphans: false)
            #expect(try await world.hasManifest(image.digest))
            #expect(try await world.collector.status().totals.revived == 1)
            world.clock.advance(by: CollectorWorld.grace * 2)
            try await world.collector.runOnce(orphans: false)
            #expect(try await !world.hasManifest(image.digest))
        }
    }

    @Test func aManifestThatIsPushedAgainStays() async throws {
        try await CollectorWorld.use(undoWindow: .zero) { world in
            let image = try await world.push(image: "one")
            let index = try ManifestBuilder.index(of: [image]).manifest()
            try await world.store.publish(index, tags: ["a"], in: .app)
            world.clock.advance(by: CollectorWorld.grace * 2)
            try await world.store.deleteManifest(index.digest, from: .app)
            // Its client pushes the index next, which needs the entry.
            try await world.store.publish(image, tags: [], in: .app)
            try await world.collector.runOnce(orphans: false)
            #expect(try await world.hasManifest(image.digest))
        }
    }

    @Test func aRestartPutsEverythingOffByAGrace() async throws {
        let clock = TestClock()
        try await withTemporaryDirectory { folder in
            let files = MemoryFileSystem()
            let waste = try await CollectorWorld.use(files, catalogIn: folder, clock: clock) { world in
                let waste = try await world.push(blob: "waste")
                try await world.collector.runOnce(orphans: false)
                world.clock.advance(by: CollectorWorld.grace * 10)
                return waste
            }
            try await CollectorWorld.use(files, catalogIn: folder, clock: clock, isWarm: false) { world in
                let start = clock.now
                try await world.collector.runOnce(orphans: true)
                let status = try await world.collector.status()
                #expect(status.dueBlobReviews == 1)
                #expect(status.startsAt == start.advanced(by: CollectorWorld.grace).millisecondsSince1970 && status.nextDueAt == status.startsAt)
                #expect(try await world.isStored(waste), "somebody may have asked for it before the restart")
                clock.advance(by: CollectorWorld.grace - .milliseconds(1))
                try await world.collector.runOnce(orphans: true)
                #expect(try await world.isStored(waste))
                clock.advance(by: .milliseconds(1))
                try await world.collector.runOnce(orphans: false)
                #expect(try await !world.isStored(waste))
            }
        }
    }

    // MARK: - Its pace, and its time

    @Test func theRateIsBounded() async throws {
        let configuration = CollectorConfiguration(grace: CollectorWorld.grace, maximumRate: 50)
        try await CollectorWorld.use(configuration: configuration) { world in
            for number in 0..<200 { try await world.push(blob: "waste \(number)") }
            try await world.collector.runOnce(orphans: false)
            world.clock.advance(by: CollectorWorld.grace * 2)
            let start = world.clock.now
            try await world.collector.runOnce(orphans: false)
            let took = world.clock.now.millisecondsSince1970 - start.millisecondsSince1970
            #expect(try await world.collector.status().totals.deletedBlobs == 200)
            #expect(took >= 3900 && took <= 4100, "200 at 50 a second, the pauses being all that this clock sees: \(took) ms")
        }
    }

    @Test func itRunsWhenItIsAskedToAndEndsWhenItIsCancelled() async throws {
        let configuration = CollectorConfiguration(grace: .zero, interval: .seconds(100_000), maximumRate: nil, orphanInterval: nil)
        try await withTemporaryDirectory { folder in
            let world = try await CollectorWorld.open(catalogIn: folder, configuration: configuration)
            let collector = Collector(
                store: world.store, catalog: world.catalog, blobs: world.blobs, configuration: configuration, clock: world.clock.reading,
                logger: world.collector.logger)
            let running = Task { await collector.run() }
            try await waitUntil("the first run is over") { collector.state.withLock { $0.runs } == 1 }
            let waste = try await world.push(blob: "waste")
            world.clock.advance(by: .milliseconds(1))
            let number = collector.requestRun(orphans: true)
            try await waitUntil("the run is over") { collector.state.withLock { $0.runs } >= number }
            #expect(try await !world.isStored(waste))
            #expect(try await collector.status().lastOrphanScanAt != nil)
            running.cancel()
            await running.value
            try await world.close()
        }
    }

    @Test func theValuesForMetricsAreThose() async throws {
        try await CollectorWorld.use { world in
            try await world.push(blob: "waste")
            try await world.collect()
            let metrics = CollectorMetric.all(of: try await world.collector.status())
            #expect(metrics.first { $0.name == "stowage_gc_deleted_blobs_total" }?.value == 1)
            #expect(Set(metrics.map(\.name)).count == metrics.count)
            #expect(metrics.allSatisfy { $0.name.hasSuffix("_total") == ($0.kind == .counter) })
        }
    }
}
