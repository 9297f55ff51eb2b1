import Catalog
import ContentHashing
import GRDB
import ImageStore
import OCIModel
import StageModel
import StowageTestSupport
import Testing

@testable import Reclamation

@Suite struct UndoTests {
    @Test func all() async throws {
        try await ApplierHouse.use { house in
            let stage = String(repeating: "b", count: 64) + "-1600000000001"
            let manifest = try await house.publish("v1")
            try await house.publish(stage, in: ApplierHouse.stages)
            _ = try await house.store.publishImage(
                PublishImageRequest(
                    sourceRepository: "team/app", source: "v1", repository: "team/app", tag: "main", strategy: .gitBranch, gitReference: "main"))
            let before = try house.meanings()
            var sketch = try await Sketch(house)
            try sketch.add("v1", house)
            try sketch.add("main", house)
            try sketch.add(stage, in: ApplierHouse.stages, house)
            house.clock.advance(by: .seconds(100))
            let (record, _) = try await house.apply(sketch)
            #expect(try house.rows("SELECT * FROM tags") == [])
            let undone = try await house.applier.undo(record.id)
            #expect(undone.state == .undone)
            #expect(undone.restored == 3)
            #expect(undone.skipped == 0)
            #expect(undone.deleted == 3)
            #expect(try house.meanings() == before)
            #expect(try house.rows("SELECT * FROM trash") == [])
            #expect(try await house.catalog.manifest(.tag(TagName("v1")), in: ApplierHouse.app)?.digest == manifest.digest)
            // What was restored is newer than the plan.
            let (again, skipped) = try await house.apply(sketch)
            #expect(again.deleted == 0)
            #expect(skipped.map(\.cause) == [.changed, .changed, .changed])
        }
    }

    @Test func someAreTakenAndSomeExpired() async throws {
        try await ApplierHouse.use { house in
            for tag in ["free", "taken", "same", "restored", "expired", "used"] { try await house.publish(tag) }
            var sketch = try await Sketch(house)
            for tag in ["free", "taken", "same", "restored", "expired", "used"] { try sketch.add(tag, house) }
            house.clock.advance(by: .seconds(1))
            try await house.pull("used")
            let (record, _) = try await house.apply(sketch)
            #expect(record.deleted == 5)
            try await house.publish("taken", text: "other")
            try await house.publish("same")
            _ = try await house.catalog.restore(TagName("restored"), in: ApplierHouse.app)
            try house.change("DELETE FROM trash WHERE tag = 'expired'")
            let undone = try await house.applier.undo(record.id)
            let skipped = try await house.skipped(record.id)
            #expect(undone.restored == 3)
            #expect(undone.skipped == 3)
            #expect(skipped.map(\.position) == [1, 4, 5])
            #expect(skipped.map(\.cause) == [.taken, .expired, .used])
            for tag in ["free", "same", "restored", "used"] { #expect(try await house.exists(tag)) }
            #expect(try await house.catalog.manifest(.tag(TagName("taken")), in: ApplierHouse.app)?.digest == ApplierHouse.manifest("other").digest)
        }
    }

    @Test func twice() async throws {
        try await ApplierHouse.use { house in
            let id = try await ApplyingTests.sketch(3, in: house).send(to: house)
            _ = try await house.applier.apply(id, isForced: false)
            let first = try await house.applier.undo(id)
            try await house.store.deleteTag(TagName("v1"), from: ApplierHouse.app)
            house.clock.advance(by: .seconds(1))
            #expect(try await house.applier.undo(id) == first)
            #expect(try await !house.exists("v1"), "deleted by somebody else")
            let error = await #expect(throws: OCIError.self) { try await house.applier.start(id, isForced: false) }
            #expect(error?.code == .planConflict)
        }
    }

    @Test func isRefusedWhileItIsApplied() async throws {
        try await ApplierHouse.use { house in
            let id = try await ApplyingTests.sketch(3, in: house).send(to: house)
            let early = await #expect(throws: OCIError.self) { try await house.applier.undo(id) }
            #expect(early?.code == .planConflict)
            _ = try await house.applier.start(id, isForced: false)
            let error = await #expect(throws: OCIError.self) { try await house.applier.undo(id) }
            #expect(error?.code == .planConflict)
            #expect(error?.message.contains("being applied") == true)
            let unknown = await #expect(throws: OCIError.self) { try await house.applier.undo("none") }
            #expect(unknown?.code == .planUnknown)
        }
    }

    /// Of a plan that failed on its way what it did is taken back.
    @Test func ofAFailedPlan() async throws {
        try await ApplierHouse.use { house in
            let sketch = try await ApplyingTests.sketch(10, in: house)
            let id = try await sketch.send(to: house)
            _ = try await house.applier.start(id, isForced: false)
            let items = try sketch.items.prefix(4).enumerated().map { try PlannedItem($1, at: $0) }
            let terms = PlanTerms(try await house.applier.record(id)) { _, _, _ in false }
            let step = try #require(try await house.catalog.applySome(items, of: terms, needed: [:]))
            try await house.catalog.failPlan(id, because: "a test")
            let undone = try await house.applier.undo(id)
            #expect(undone.restored == step.next)
            #expect(try house.rows("SELECT count(*) FROM tags") == [["10"]])
        }
    }
}

extension ApplierHouse {
    /// What the tags mean, with their times and without generations.
    func meanings() throws -> [[String]] {
        try rows("SELECT repository_id, name, manifest_id, updated_at FROM tags ORDER BY 1, 2")
            + rows("SELECT repository_id, tag, size, image_name, strategy, git_reference, commits, is_recorded FROM images ORDER BY 1, 2")
            + rows("SELECT repository_id, signature, unique_id, digest, published_at, is_rejected, hits FROM stages ORDER BY 1, 2, 3")
    }

    /// Changes the file beside the catalog.
    func change(_ sql: String) throws {
        let queue = try DatabaseQueue(path: folder + "/catalog.sqlite")
        try queue.write { db in try db.execute(sql: sql) }
        try queue.close()
    }
}
