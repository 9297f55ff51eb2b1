import Catalog
import ContentHashing
import ImageStore
import OCIModel
import StageModel
import StowageTestSupport
import Testing

@testable import Reclamation

/// What an item is compared with before it goes.
@Suite struct SkippingTests {
    static let stage = String(repeating: "a", count: 64) + "-1600000000001"

    /// Applies a plan for a tag with which something happened after the inventory, and expects it to stay.
    static func expectSkip(
        _ cause: SkippedItem.Cause, of tag: String = "v1", in repository: RepositoryName = ApplierHouse.app,
        sourceLocation: SourceLocation = #_sourceLocation, after change: (ApplierHouse) async throws -> Void
    ) async throws {
        try await ApplierHouse.use { house in
            try await house.publish(tag, in: repository)
            try await house.publish("v2", in: repository)
            house.clock.advance(by: .seconds(10))
            var sketch = try await Sketch(house)
            try sketch.add(tag, in: repository, house)
            try sketch.add("v2", in: repository, house)
            house.clock.advance(by: .seconds(10))
            try await change(house)
            let (record, skipped) = try await house.apply(sketch)
            #expect(record.state == .applied, sourceLocation: sourceLocation)
            #expect(record.done == 2, sourceLocation: sourceLocation)
            #expect(record.deleted == 1, sourceLocation: sourceLocation)
            #expect(record.skipped == 1, sourceLocation: sourceLocation)
            #expect(skipped.map(\.cause) == [cause], sourceLocation: sourceLocation)
            #expect(skipped.map(\.position) == [0], sourceLocation: sourceLocation)
            #expect(skipped.map(\.item) == [sketch.items[0]], sourceLocation: sourceLocation)
            #expect(skipped.allSatisfy { !$0.detail.isEmpty }, sourceLocation: sourceLocation)
            #expect(try await house.exists(tag, in: repository) == (cause != .gone), sourceLocation: sourceLocation)
            #expect(try await !house.exists("v2", in: repository), sourceLocation: sourceLocation)
        }
    }

    @Test func whatIsGone() async throws {
        try await Self.expectSkip(.gone) { try await $0.store.deleteTag(TagName("v1"), from: ApplierHouse.app) }
    }

    @Test func whatPointsElsewhere() async throws {
        try await Self.expectSkip(.changed) { try await $0.publish("v1", text: "other") }
    }

    /// There and back is a change too: whoever did that wants it.
    @Test func whatPointedElsewhereMeanwhile() async throws {
        try await Self.expectSkip(.changed) { house in
            try await house.publish("v1", text: "other")
            try await house.publish("v1")
        }
    }

    @Test func whatWasDeletedAndPublishedAgain() async throws {
        try await Self.expectSkip(.changed) { house in
            try await house.store.deleteTag(TagName("v1"), from: ApplierHouse.app)
            try await house.publish("v1")
        }
    }

    @Test func whatWasRestored() async throws {
        try await Self.expectSkip(.changed) { house in
            try await house.store.deleteTag(TagName("v1"), from: ApplierHouse.app)
            _ = try await house.catalog.restore(TagName("v1"), in: ApplierHouse.app)
        }
    }

    @Test func whatWasRecordedAnew() async throws {
        try await Self.expectSkip(.changed) { house in
            _ = try await house.store.publishImage(
                PublishImageRequest(sourceRepository: "team/app", source: "v1", repository: "team/app", tag: "v1", strategy: .gitTag))
        }
    }

    @Test func aStageThatBecameAnImage() async throws {
        try await Self.expectSkip(.changed, of: Self.stage, in: ApplierHouse.stages) { house in
            _ = try await house.store.publishImage(
                PublishImageRequest(
                    sourceRepository: "team/stages", source: Self.stage, repository: "team/stages", tag: Self.stage, strategy: .custom))
        }
    }

    // MARK: - Uses

    @Test(arguments: [false, true]) func whatWasPulledByTag(isWrittenDown: Bool) async throws {
        try await Self.expectSkip(.used) { house in
            try await house.pull("v1")
            if isWrittenDown { try await house.store.flushUses() }
        }
    }

    @Test(arguments: [false, true]) func whatWasPulledByDigest(isWrittenDown: Bool) async throws {
        try await Self.expectSkip(.used) { house in
            try await house.pull(ApplierHouse.manifest("v1").digest.description)
            if isWrittenDown { try await house.store.flushUses() }
        }
    }

    @Test(arguments: [false, true]) func aStageThatWasLookedUp(isWrittenDown: Bool) async throws {
        try await Self.expectSkip(.used, of: Self.stage, in: ApplierHouse.stages) { house in
            let signature = try #require(StageTag(Self.stage)).signature
            house.store.uses.recordLookup(in: ApplierHouse.stages, hits: [signature], misses: 0)
            if isWrittenDown { try await house.store.flushUses() }
        }
    }

    /// What it is planned as doesn't matter, but what the catalog has it as.
    @Test(arguments: [CleanupItem.Kind.image, .stage], [false, true]) func aStageThatIsPlannedAsAnImage(_ kind: CleanupItem.Kind, isUsed: Bool)
        async throws
    {
        try await ApplierHouse.use { house in
            try await house.publish(Self.stage, in: ApplierHouse.stages)
            house.clock.advance(by: .seconds(10))
            var sketch = try await Sketch(house)
            try sketch.add(Self.stage, in: ApplierHouse.stages, house)
            sketch.items[0].kind = kind
            let signature = try #require(StageTag(Self.stage)).signature
            if isUsed { house.store.uses.recordLookup(in: ApplierHouse.stages, hits: [signature], misses: 0) }
            try await house.store.flushUses()
            let (record, skipped) = try await house.apply(sketch)
            #expect(skipped.map(\.cause) == (isUsed ? [.used] : []))
            #expect(try await house.exists(Self.stage, in: ApplierHouse.stages) == isUsed)
            #expect(try await house.applier.undo(record.id).restored == (isUsed ? 0 : 1))
            #expect(try house.rows("SELECT signature FROM stages").count == 1)
        }
    }

    /// A use that is written down at the moment of the inventory may be of the time after it.
    @Test func aUseAtTheMomentOfTheInventory() async throws {
        try await ApplierHouse.use { house in
            try await house.publish("v1")
            try await house.publish("v2")
            house.clock.advance(by: .milliseconds(1))
            try await house.pull("v1")
            try await house.store.flushUses()
            house.clock.advance(by: .milliseconds(1))
            try await house.pull("v2")
            try await house.store.flushUses()
            var sketch = try await Sketch(house)
            try sketch.add("v1", house)
            try sketch.add("v2", house)
            let (_, skipped) = try await house.apply(sketch)
            #expect(skipped.map(\.position) == [1])
        }
    }

    @Test(arguments: [false, true]) func anIndexOfWhichAnEntryWasPulled(isWrittenDown: Bool) async throws {
        try await ApplierHouse.use { house in
            let entries = try ["amd64", "arm64"].map { try ApplierHouse.manifest($0) }
            for entry in entries { try await house.store.publish(entry, tags: [], in: ApplierHouse.app) }
            let index = try ManifestBuilder.index(of: entries).manifest()
            try await house.store.publish(index, tags: [TagName("v1")], in: ApplierHouse.app)
            var sketch = try await Sketch(house)
            try sketch.add("v1", house)
            house.clock.advance(by: .seconds(1))
            try await house.pull(entries[1].digest.description)
            if isWrittenDown { try await house.store.flushUses() }
            let (_, skipped) = try await house.apply(sketch)
            #expect(skipped.map(\.cause) == [.used])
            #expect(try await house.exists("v1"))
        }
    }

    /// Uses are told by the clock; what can't be known is a use.
    @Test func aClockThatWasSetBackBehindTheInventory() async throws {
        try await ApplierHouse.use { house in
            try await house.publish("v1")
            house.clock.advance(by: .seconds(100))
            var sketch = try await Sketch(house)
            try sketch.add("v1", house)
            let id = try await sketch.send(to: house)
            house.clock.advance(by: .seconds(-50))
            try await house.pull("v1")
            try await house.store.flushUses()
            let error = await #expect(throws: OCIError.self) { try await house.applier.apply(id, isForced: false) }
            #expect(error?.code == .planConflict)
            #expect(try await house.exists("v1"))
            #expect(try await house.applier.record(id).state == .failed)
        }
    }

    // MARK: - The watermark

    @Test(arguments: [0, -3600]) func whatWasPublishedAfterTheWatermark(clockIsSetBy seconds: Int) async throws {
        try await ApplierHouse.use { house in
            try await house.publish("v1")
            house.clock.advance(by: .seconds(10_000))
            let before = try await Sketch(house)
            house.clock.advance(by: .seconds(seconds))
            try await house.publish("v2")
            house.clock.advance(by: .seconds(1 - seconds))
            var sketch = try await Sketch(house)
            sketch.order.watermark = before.order.watermark
            try sketch.add("v1", house)
            try sketch.add("v2", house)
            let (record, skipped) = try await house.apply(sketch)
            #expect(record.deleted == 1)
            #expect(skipped.map(\.cause) == [.published])
            #expect(skipped.map(\.position) == [1])
            #expect(try await house.exists("v2"))
        }
    }

    // MARK: - Untagged manifests

    @Test func untaggedManifests() async throws {
        try await ApplierHouse.use { house in
            let going = try ApplierHouse.manifest("going")
            let used = try ApplierHouse.manifest("used")
            let tagged = try ApplierHouse.manifest("tagged")
            let entry = try ApplierHouse.manifest("entry")
            let gone = try ApplierHouse.manifest("gone")
            let all = [going, used, tagged, entry, gone]
            for manifest in all { try await house.store.publish(manifest, tags: [], in: ApplierHouse.app) }
            var sketch = try await Sketch(house)
            for manifest in all { try sketch.add(untagged: manifest.digest, house) }
            house.clock.advance(by: .seconds(1))
            try await house.pull(used.digest.description)
            try await house.store.publish(tagged, tags: [TagName("v1")], in: ApplierHouse.app)
            try await house.store.publish(ManifestBuilder.index(of: [entry]).manifest(), tags: [], in: ApplierHouse.app)
            try await house.store.deleteManifest(gone.digest, from: ApplierHouse.app)
            let (record, skipped) = try await house.apply(sketch)
            #expect(record.deleted == 1)
            #expect(skipped.map(\.cause) == [.used, .changed, .changed, .gone])
            #expect(try await house.catalog.manifest(.digest(going.digest), in: ApplierHouse.app) == nil)
            for manifest in [used, tagged, entry] {
                #expect(try await house.catalog.manifest(.digest(manifest.digest), in: ApplierHouse.app) != nil)
            }
            let undone = try await house.applier.undo(record.id)
            #expect(undone.restored == 1)
            #expect(try await house.catalog.manifest(.digest(going.digest), in: ApplierHouse.app) != nil)
        }
    }

    // MARK: - Service tags and cosign's

    @Test func serviceTagsAndReferrers() async throws {
        try await ApplierHouse.use { house in
            let manifest = try await house.publish("v1")
            let signature = "sha256-\(manifest.digest.hex).sig"
            let rejected = Self.stage + "-rejected"
            try await house.publish(signature)
            for tag in [Self.stage, rejected, "managed-image-backend"] { try await house.publish(tag, in: ApplierHouse.stages) }
            var sketch = try await Sketch(house)
            try sketch.add("v1", needs: [1], house)
            try sketch.add(signature, house)
            try sketch.add(Self.stage, in: ApplierHouse.stages, needs: [3], house)
            try sketch.add(rejected, in: ApplierHouse.stages, house)
            try sketch.add("managed-image-backend", in: ApplierHouse.stages, house)
            #expect(sketch.items.map(\.kind) == [.image, .referrer, .stage, .service, .service])
            let (record, _) = try await house.apply(sketch)
            #expect(record.deleted == 5)
            #expect(try house.rows("SELECT name FROM tags") == [])
            #expect(try await house.applier.undo(record.id).restored == 5)
            #expect(try house.rows("SELECT name FROM tags").count == 5)
            #expect(try house.rows("SELECT is_rejected FROM stages") == [["1"]])
        }
    }
}
