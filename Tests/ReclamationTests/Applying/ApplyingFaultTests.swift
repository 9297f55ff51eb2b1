import BlobStore
import FoundationEssentials
import GRDB
import Glibc
import ImageStore
import OCIModel
import StageModel
import StowageTestSupport
import Testing

@testable import Catalog
@testable import Reclamation

/// Whatever fails, at whatever moment: a plan that is applied again ends as if nothing had happened, and each item went once.
@Suite(.serialized) struct ApplyingFaultTests {
    /// Tags of a round, of which the second is used and needs the fourth.
    static func sketch(_ round: Int, in house: ApplierHouse) async throws -> Sketch {
        let tags = (0..<6).map { "r\(round)-\($0)" }
        try await house.publishEach(tags)
        var sketch = try await Sketch(house)
        for (index, tag) in tags.enumerated() { try sketch.add(tag, needs: index == 1 ? [3] : [], house) }
        house.clock.advance(by: .seconds(1))
        try await house.pull(tags[1])
        return sketch
    }

    static func expectApplied(_ record: CleanupRecord, _ round: Int, in house: ApplierHouse, _ comment: Comment) async throws {
        #expect(record.state == .applied, comment)
        #expect(record.done == 6 && record.deleted == 4 && record.skipped == 2, comment)
        let skipped = try await house.skipped(record.id)
        #expect(skipped.map(\.position) == [1, 3], comment)
        #expect(skipped.map(\.cause) == [.used, .needed], comment)
        for index in 0..<6 { #expect(try await house.exists("r\(round)-\(index)") == [1, 3].contains(index), comment) }
        let trash = try house.rows("SELECT tag FROM trash WHERE plan = '\(record.id)' ORDER BY id")
        #expect(trash == [0, 2, 4, 5].map { ["r\(round)-\($0)"] }, comment)
    }

    @Test(arguments: [FailingDisk.Fault.error, .full]) func anErrorAtEveryCall(_ fault: FailingDisk.Fault) async throws {
        try await ApplierHouse.use { house in
            try await house.publish("v1")
            try await FailingDisk.watch(house.catalog)
            var (round, failures) = (0, 0)
            repeat {
                let id = try await Self.sketch(round, in: house).send(to: house)
                FailingDisk.plan(fault, after: round)
                var error: (any Error)?
                do {
                    _ = try await house.applier.apply(id, isForced: false)
                } catch let failure {
                    error = failure
                }
                failures = FailingDisk.failures
                FailingDisk.clear()
                if let error { #expect(error is OCIError) } else if fault == .error { #expect(failures == 0 || round > 5) }
                let record = try await house.applier.apply(id, isForced: false)
                try await Self.expectApplied(record, round, in: house, "call \(round)")
                let undone = try await house.applier.undo(id)
                #expect(undone.restored == 4)
                round += 1
            } while failures > 0
            #expect(round > 10)
        }
    }

    @Test func anErrorAtEveryCallOfAnUndo() async throws {
        try await ApplierHouse.use { house in
            try await house.publish("v1")
            try await FailingDisk.watch(house.catalog)
            var (round, failures) = (0, 0)
            repeat {
                let id = try await Self.sketch(round, in: house).send(to: house)
                _ = try await house.applier.apply(id, isForced: false)
                FailingDisk.plan(.error, after: round)
                do {
                    _ = try await house.applier.undo(id)
                } catch {
                    #expect(error is OCIError)
                }
                failures = FailingDisk.failures
                FailingDisk.clear()
                let undone = try await house.applier.undo(id)
                #expect(undone.state == .undone && undone.restored == 4 && undone.skipped == 2, "call \(round)")
                for index in 0..<6 { #expect(try await house.exists("r\(round)-\(index)")) }
                round += 1
            } while failures > 0
            #expect(round > 10)
        }
    }

    /// From one call on nothing reaches the disk any more; then another process opens it.
    @Test func aCrashAtEveryCall() async throws {
        var (count, failures) = (0, 0)
        repeat {
            try await ApplierHouse.use { house in
                let id = try await Self.sketch(0, in: house).send(to: house)
                try await house.store.endUses()
                _ = try await house.applier.start(id, isForced: false)
                try await FailingDisk.watch(house.catalog)
                FailingDisk.plan(.crash, after: count)
                do {
                    _ = try await house.applier.apply(id, isForced: false)
                } catch {
                    #expect(error is OCIError)
                }
                failures = FailingDisk.failures
                try await house.reopened { house in
                    FailingDisk.clear()
                    let record = try await house.applier.apply(id, isForced: false)
                    try await Self.expectApplied(record, 0, in: house, "call \(count)")
                    #expect(try await house.applier.undo(id).restored == 4)
                }
            }
            count += 1
        } while failures > 0
        #expect(count > 3)
    }

    /// Each step is a commit, and after each the catalog is opened anew.
    @Test func aRestartAfterEveryStep() async throws {
        try await ApplierHouse.use { house in
            let sketch = try await Self.sketch(0, in: house)
            let id = try await sketch.send(to: house)
            try await house.store.flushUses()
            _ = try await house.applier.start(id, isForced: false)
            let record = try await house.applier.record(id)
            let used = try ApplierHouse.manifest("r0-1").digest
            for position in 0..<6 {
                // What is needed is found by the applier, as it is below.
                let item = try PlannedItem(sketch.items[position], at: position)
                let catalog = try TemporaryCatalog.open(at: house.folder + "/catalog.sqlite", clock: house.clock)
                let terms = PlanTerms(record) { _, _, digest in digest == used }
                let step = try #require(try await catalog.applySome([item], of: terms, needed: position == 3 ? [3: 1] : [:]))
                #expect(step.next == position + 1)
                #expect(try await catalog.applySome([item], of: terms, needed: [:]) == nil, "it was done")
                try await catalog.close()
            }
            try await Self.expectApplied(try await house.applier.apply(id, isForced: false), 0, in: house, "")
        }
    }

    // MARK: - A full disk

    /// The reserve is given up, once, and what can't be done all the same is done when there is room.
    @Test func aFullCatalog() async throws {
        try await ScratchFolder.with { scratch in
            try await aFullCatalog(in: scratch.folder("store"))
        }
    }

    private func aFullCatalog(in folder: String) async throws {
        try await ApplierHouse.use(in: folder, reserve: 1 << 20) { house in
            let id = try await ApplyingTests.sketch(150, in: house).send(to: house)
            let reserve = house.folder + "/reserve"
            try await house.blobs.maintainReserve()
            #expect(try Self.size(reserve) > 0)
            let pages = try await house.catalog.pool.writeWithoutTransaction { db in
                let pages = try Int.fetchOne(db, sql: "PRAGMA page_count") ?? 0
                try db.execute(sql: "PRAGMA max_page_count = \(pages + 3)")
                return pages
            }
            let error = await #expect(throws: OCIError.self) { try await house.applier.apply(id, isForced: false) }
            #expect(error?.code == .storageFull)
            #expect(try Self.size(reserve) == 0)
            try await house.catalog.pool.writeWithoutTransaction { db in try db.execute(sql: "PRAGMA max_page_count = \(pages + 10_000)") }
            #expect(try await house.applier.record(id).state != .applied)
            #expect(try await house.apply(id).record.deleted == 150)
        }
    }

    @Test(.enabled(if: geteuid() == 0, "mounting a small file system takes root")) func aDiskThatIsFullToTheLastByte() async throws {
        try await ScratchFolder.with { scratch in
            let folder = try scratch.folder("disk")
            try await Shell.succeed("mount", ["-t", "tmpfs", "-o", "size=24m,mode=755", "tmpfs", folder])
            do {
                try await ApplierHouse.use(in: folder, reserve: 8 << 20) { house in
                    let sketch = try await ApplyingTests.sketch(200, in: house)
                    try await house.blobs.maintainReserve()
                    _ = try await Shell.run("dd", ["if=/dev/zero", "of=\(folder)/other", "bs=4096"])
                    await #expect(throws: OCIError.self) {
                        for index in 0..<1000 { try await house.publish("more-\(index)") }
                    }
                    let (record, skipped) = try await house.apply(sketch)
                    #expect(record.deleted == 200)
                    #expect(skipped == [])
                    #expect(try await house.applier.undo(record.id).restored == 200)
                }
            } catch {
                try await Shell.succeed("umount", ["-l", folder])
                throw error
            }
            try await Shell.succeed("umount", [folder])
        }
    }

    private static func size(_ path: String) throws -> Int {
        let files = try FileManager.default.contentsOfDirectory(atPath: String(path.dropLast("/reserve".count)))
        guard files.contains("reserve") else { return 0 }
        return try #require(FileManager.default.attributesOfItem(atPath: path)[.size] as? Int)
    }
}
