import Catalog
import ImageStore
import OCIModel
import StageModel
import StowageTestSupport
import Testing

@testable import Reclamation

/// Requests while a plan is applied.
@Suite struct AskingTests {
    /// Who hears that a tag is there, after the inventory was taken, finds it there later too.
    @Test(arguments: [0, 3600] as [Int64]) func whoHearsThatATagIsThereCanCountOnIt(undoWindow: Int64) async throws {
        try await ApplierHouse.use { house in
            let count = 1500
            var sketch = try await ApplyingTests.sketch(count, in: house)
            sketch.order.undoWindow = undoWindow * 1000
            house.clock.advance(by: .seconds(1))
            let id = try await sketch.send(to: house)
            async let applied = house.applier.apply(id, isForced: true)
            // From both ends: before it is decided about some, and behind that of others.
            async let first = Self.ask(for: (0..<count).map { "v\($0)" }, in: house)
            async let last = Self.ask(for: (0..<count).reversed().map { "v\($0)" }, in: house)
            let heard = try await first.union(last)
            #expect(try await applied.done == count)
            var lost: [String] = []
            for tag in heard where try await !house.exists(tag) { lost.append(tag) }
            #expect(lost == [])
            #expect(try await applied.skipped == heard.count)
        }
    }

    /// - Returns: Those that are there.
    private static func ask(for tags: [String], in house: ApplierHouse) async throws -> Set<String> {
        var heard: Set<String> = []
        for tag in tags {
            do {
                _ = try await house.store.manifest(.tag(TagName(tag)), in: ApplierHouse.app, use: .check)
                heard.insert(tag)
            } catch let error as OCIError where error.code == .manifestUnknown {
                continue
            }
        }
        return heard
    }
}
