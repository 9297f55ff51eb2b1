import Catalog
import ContentHashing
import ImageStore
import OCIModel
import StageModel
import StowageTestSupport
import Testing

@testable import Reclamation

@Suite struct ApplyingTests {
    static func sketch(_ count: Int, in house: ApplierHouse) async throws -> Sketch {
        try await house.publishEach((0..<count).map { "v\($0)" })
        var sketch = try await Sketch(house)
        for index in 0..<count { try sketch.add("v\(index)", house) }
        return sketch
    }

    @Test func deletedTagsAreGoneAndKept() async throws {
        try await ApplierHouse.use { house in
            let manifest = try await house.publish("v1", "v2")
            var sketch = try await Sketch(house)
            try sketch.add("v1", house)
            house.clock.advance(by: .seconds(1))
            let id = try await sketch.send(to: house)
            house.clock.advance(by: .seconds(1))
            let record = try await house.applier.apply(id, isForced: false)
            #expect(record.deleted == 1)
            #expect(record.finishedAt == house.clock.now.millisecondsSince1970)
            #expect(record.receivedAt == sketch.order.createdAt + 1000)
            #expect(try await !house.exists("v1"))
            #expect(try await house.exists("v2"))
            #expect(try await house.catalog.manifest(.digest(manifest.digest), in: ApplierHouse.app) != nil, "it can still be pulled by its digest")
            let trash = try #require(try await house.catalog.trash(in: ApplierHouse.app, after: nil, limit: 10))
            #expect(trash.entries.map(\.tag) == ["v1"])
            #expect(trash.entries.map(\.plan) == [id])
            #expect(trash.entries.map(\.reason) == ["test: a test"])
            #expect(trash.entries.map(\.expiresAt) == [house.clock.now.advanced(by: .seconds(3600)).millisecondsSince1970])
        }
    }

    @Test func twice() async throws {
        try await ApplierHouse.use { house in
            let sketch = try await Self.sketch(3, in: house)
            let id = try await sketch.send(to: house)
            let first = try await house.applier.apply(id, isForced: false)
            try await house.publish("v1")
            house.clock.advance(by: .seconds(1))
            #expect(try await house.applier.apply(id, isForced: false) == first)
            #expect(try await house.exists("v1"), "what was published again is another thing")
        }
    }

    @Test func theSameByTwoAtOnce() async throws {
        try await ApplierHouse.use { house in
            let id = try await Self.sketch(150, in: house).send(to: house)
            try await withThrowingTaskGroup(of: CleanupRecord.self) { group in
                for _ in 0..<3 { group.addTask { try await house.applier.apply(id, isForced: false) } }
                for try await record in group {
                    #expect(record.state == .applied)
                    #expect(record.deleted == 150)
                }
            }
        }
    }

    /// Each tag goes once, by one plan or the other.
    @Test func twoPlansAtOnce() async throws {
        try await ApplierHouse.use { house in
            let sketch = try await Self.sketch(200, in: house)
            var other = sketch
            other.items.reverse()
            let ids = [try await sketch.send(to: house), try await other.send(to: house)]
            let records = try await withThrowingTaskGroup(of: CleanupRecord.self) { group in
                for id in ids { group.addTask { try await house.applier.apply(id, isForced: false) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(records.reduce(0) { $0 + $1.deleted } == 200)
            #expect(records.reduce(0) { $0 + $1.skipped } == 200)
            for id in ids { #expect(try await house.skipped(id).allSatisfy { $0.cause == .gone }) }
            #expect(try house.rows("SELECT count(*), count(DISTINCT tag) FROM trash") == [["200", "200"]])
        }
    }

    /// Whatever a client moved stays where it moved it.
    @Test func whileClientsMoveTags() async throws {
        try await ApplierHouse.use { house in
            let id = try await Self.sketch(300, in: house).send(to: house)
            async let record = house.applier.apply(id, isForced: false)
            var moved: [String: Digest] = [:]
            for index in stride(from: 299, to: 0, by: -6) {
                moved["v\(index)"] = try await house.publish("v\(index)", text: "moved \(index)").digest
            }
            let done = try await record
            #expect(done.deleted + done.skipped == 300)
            for (tag, digest) in moved {
                #expect(try await house.catalog.manifest(.tag(TagName(tag)), in: ApplierHouse.app)?.digest == digest)
            }
            #expect(try await house.skipped(id).allSatisfy { $0.cause == .changed && moved[$0.item.tag ?? ""] != nil })
            #expect(done.skipped > 0)
        }
    }

    @Test func forGood() async throws {
        try await ApplierHouse.use { house in
            let manifest = try await house.publish("v1", "v2")
            let other = try await house.publish("v3")
            var sketch = try await Sketch(house, undoWindow: .zero)
            for tag in ["v1", "v3"] { try sketch.add(tag, house) }
            let (record, _) = try await house.apply(sketch)
            #expect(record.deleted == 2)
            #expect(try house.rows("SELECT * FROM trash") == [])
            let due = try await house.catalog.dueManifestReviews(by: house.clock.now, limit: 10).map(\.digest)
            #expect(Set(due) == [manifest.digest, other.digest], "which finds that another tag needs the first")
            let undone = try await house.applier.undo(record.id)
            #expect(undone.restored == 0)
            #expect(try await house.skipped(record.id).map(\.cause) == [.expired, .expired])
        }
    }

    // MARK: - The share

    @Test func theShare() async throws {
        try await ApplierHouse.use { house in
            let all = try await Self.sketch(40, in: house)
            try await house.publishEach((0..<40).map { "sha256-\(Digest.of("\($0)").hex).sig" })
            try await house.publish(String(repeating: "a", count: 64), in: ApplierHouse.stages)
            var sketch = all
            sketch.order.largestShare = 0.5
            sketch.items = Array(all.items.prefix(20))
            #expect(try await house.apply(sketch).record.deleted == 20)
            sketch.items = Array(all.items[20..<31])
            let id = try await sketch.send(to: house)
            let error = await #expect(throws: OCIError.self) { try await house.applier.start(id, isForced: false) }
            #expect(error?.code == .shareExceeded)
            #expect(error?.message.contains("11 of 20") == true)
            #expect(try await house.applier.record(id).state == .ready)
            #expect(try await house.apply(id, isForced: true).record.deleted == 11)
            // Nine are left, where it doesn't count.
            sketch.items = Array(all.items[31...])
            #expect(try await house.apply(sketch).record.deleted == 9)
        }
    }

    @Test func anOrderMayBeForced() async throws {
        try await ApplierHouse.use { house in
            var sketch = try await Self.sketch(20, in: house)
            sketch.order.largestShare = 0
            sketch.order.isForced = true
            #expect(try await house.apply(sketch).record.deleted == 20)
        }
    }

    /// A plan that failed in the middle goes on without being asked again; one that never began is asked.
    @Test func theShareIsAskedOnce() async throws {
        try await ApplierHouse.use { house in
            var sketch = try await Self.sketch(20, in: house)
            sketch.order.largestShare = 0
            let id = try await sketch.send(to: house)
            _ = try await house.applier.start(id, isForced: true)
            try await house.catalog.failPlan(id, because: "a test")
            let error = await #expect(throws: OCIError.self) { try await house.applier.start(id, isForced: false) }
            #expect(error?.code == .shareExceeded)
            _ = try await house.applier.start(id, isForced: true)
            let terms = PlanTerms(try await house.applier.record(id)) { _, _, _ in false }
            _ = try await house.catalog.applySome([PlannedItem(sketch.items[0], at: 0)], of: terms, needed: [:])
            try await house.catalog.failPlan(id, because: "a test")
            #expect(try await house.apply(id).record.deleted == 20)
        }
    }

    // MARK: - In the background

    @Test func theServiceWorksOffWhatIsAskedFor() async throws {
        try await ApplierHouse.use { house in
            let id = try await Self.sketch(20, in: house).send(to: house)
            let service = Task { await house.applier.run() }
            #expect(try await house.applier.start(id, isForced: false).state == .applying)
            try await house.wait(for: .applied, of: id)
            #expect(try await !house.exists("v1"))
            _ = try await house.applier.startUndo(id)
            try await house.wait(for: .undone, of: id)
            #expect(try await house.exists("v1"))
            service.cancel()
            await service.value
        }
    }

    @Test func theServiceGoesOnAfterARestart() async throws {
        try await ApplierHouse.use { house in
            let id = try await Self.sketch(20, in: house).send(to: house)
            _ = try await house.applier.start(id, isForced: false)
            try await house.reopened { house in
                let service = Task { await house.applier.run() }
                try await house.wait(for: .applied, of: id)
                service.cancel()
                await service.value
            }
        }
    }

    @Test func cancellationLeavesTheRestForLater() async throws {
        try await ApplierHouse.use { house in
            let id = try await Self.sketch(300, in: house).send(to: house)
            let task = Task { try await house.applier.apply(id, isForced: false) }
            while try await house.applier.record(id).done == 0 { await Task.yield() }
            task.cancel()
            let result = await task.result
            let record = try await house.applier.record(id)
            if case .failure(let error) = result {
                #expect(error is CancellationError)
                #expect(record.state == .applying)
            }
            #expect(try await house.apply(id).record.deleted == 300)
        }
    }
}

extension Digest {
    static func of(_ text: String) -> Digest {
        Digest(hashing: Array(text.utf8), with: .sha256)
    }
}

extension ApplierHouse {
    /// Polls, for at most ten seconds.
    func wait(for state: CleanupRecord.State, of plan: String) async throws {
        for _ in 0..<5000 {
            if try await applier.record(plan).state == state { return }
            try await Task.sleep(for: .milliseconds(2))
        }
        Issue.record("the plan never came to be \(state)")
    }
}
