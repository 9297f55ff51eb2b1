import Catalog
import ContentHashing
import ImageStore
import Logging
import OCIModel
import StageModel
import StowageTestSupport
import Testing

@testable import Reclamation

/// A deletion without an undo window, in the middle of somebody's push.
@Suite("What a client was told to be there outlives a deletion for good")
struct PromiseTests {
    enum Deletion: CaseIterable, Sendable {
        case ofTheTag, ofTheDigest, byAPlan, byAPlanWithoutTag

        func perform(_ image: Manifest, _ world: CollectorWorld) async throws {
            switch self {
            case .ofTheTag: _ = try await world.store.deleteImage(.tag("old"), from: .app, reason: "now", now: true)
            case .ofTheDigest: _ = try await world.store.deleteImage(.digest(image.digest), from: .app, reason: "now", now: true)
            case .byAPlan: #expect(try await world.apply("old", image).deleted == 1)
            case .byAPlanWithoutTag:
                try await world.store.deleteTag("old", from: .app)
                #expect(try await world.apply(nil, image).deleted == 1)
            }
        }
    }

    enum Promise: CaseIterable, Sendable {
        case head, mount, upload, repeatedUpload

        /// Tells a client that the blob "base" is in `app`.
        func make(_ world: CollectorWorld) async throws {
            let base = Digest(hashing: Array("base".utf8))
            switch self {
            case .head: #expect(try await world.head(base))
            case .mount: #expect(try await world.store.mountBlob(base, from: .other, into: .app) != nil)
            case .upload, .repeatedUpload: try await world.push(blob: "base")
            }
        }
    }

    /// A manifest that is pushed within the grace of what its blobs' pushes were told is taken, and whole.
    @Test(arguments: Deletion.allCases, Promise.allCases) func aPushInFlight(_ deletion: Deletion, _ promise: Promise) async throws {
        try await CollectorWorld.use(undoWindow: .zero) { world in
            let old = try await world.push(image: "base", "old", tags: ["old"])
            if promise == .mount { try await world.push(image: "base", tags: ["a"], in: .other) }
            world.clock.advance(by: CollectorWorld.grace * 2)
            try await promise.make(world)
            try await world.push(blob: "{}")
            try await deletion.perform(old, world)
            try await world.collector.runOnce(orphans: true)
            world.clock.advance(by: CollectorWorld.grace / 2)
            try await world.collector.runOnce(orphans: true)
            let new = try ManifestBuilder.image(layers: ["base"]).manifest()
            try await world.store.publish(new, tags: ["new"], in: .app)
            try await world.collect()
            for blob in new.requiredBlobs { #expect(try await world.head(blob.digest)) }
            #expect(try await !world.hasManifest(old.digest))
            #expect(try await !world.isStored(Digest(hashing: Array("old".utf8))))
        }
    }

    /// What only the deleted index needed, a client may be about to name in another.
    @Test(arguments: Deletion.allCases) func anEntryOfAnIndex(_ deletion: Deletion) async throws {
        try await CollectorWorld.use(undoWindow: .zero) { world in
            let entry = try await world.push(image: "one")
            var builder = ManifestBuilder.index()
            builder.entries = [entry.descriptor]
            let old = try builder.manifest()
            try await world.store.publish(old, tags: ["old"], in: .app)
            world.clock.advance(by: CollectorWorld.grace * 2)
            #expect(try await world.hasManifest(entry.digest))
            try await deletion.perform(old, world)
            try await world.collector.runOnce(orphans: true)
            builder.annotations = [("new", "")]
            try await world.store.publish(try builder.manifest(), tags: ["new"], in: .app)
            try await world.collect()
            #expect(try await world.hasManifest(entry.digest))
            #expect(try await world.head(Digest(hashing: Array("one".utf8))))
            #expect(try await !world.hasManifest(old.digest))
        }
    }

    /// A stage's manifest is pushed by its digest first, and gets its tag then.
    @Test func aManifestThatIsPushedAgain() async throws {
        try await CollectorWorld.use(undoWindow: .zero) { world in
            let image = try await world.push(image: "one", tags: ["old"])
            world.clock.advance(by: CollectorWorld.grace * 2)
            try await world.store.publish(image, tags: [], in: .app)
            try await Deletion.byAPlan.perform(image, world)
            try await world.collector.runOnce(orphans: true)
            _ = try await world.store.publishImage(
                PublishImageRequest(
                    sourceRepository: "team/app", source: image.digest.description, repository: "team/app", tag: "new", strategy: .custom))
            try await world.collect()
            #expect(try await world.hasManifest(image.digest))
        }
    }
}

extension CollectorWorld {
    /// Deletes what the inventory has of a tag, or of a manifest without one, by a plan without an undo window.
    fileprivate func apply(_ tag: String?, _ image: Manifest) async throws -> CleanupRecord {
        let applier = PlanApplier(
            store: store, catalog: catalog, clock: clock.reading, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let watermark = try await catalog.watermark(ofProject: "team", pattern: nil)
        let found = try await catalog.inventory(ofProject: "team", pattern: nil, after: nil, limit: 100).manifests
        let manifest = try #require(found.first { $0.digest == image.digest })
        let record = try await applier.create(
            CleanupOrder(
                project: "team", origin: .command, createdAt: watermark.takenAt, watermark: watermark, inventoryAt: watermark.takenAt, itemCount: 1,
                undoWindow: 0, largestShare: 1))
        let generation = manifest.tags.first { $0.name.value == tag }?.generation ?? manifest.generation
        let item = CleanupItem(
            kind: tag == nil ? .untagged : .image, repository: "team/app", tag: tag, digest: image.digest.description, generation: generation,
            rule: "test", reason: "a test")
        try await applier.add(items: [item], at: 0, to: record.id)
        return try await applier.apply(record.id, isForced: true)
    }
}
