import Catalog
import ImageStore
import OCIModel
import StageModel
import StowageTestSupport
import Testing

@testable import Reclamation

/// An item that a skipped one needs stays, and so does what that one needs.
@Suite struct NeededTests {
    /// Tags `v0`, `v1`, … of which each needs the next one but one.
    static func chain(_ count: Int, in house: ApplierHouse) async throws -> Sketch {
        try await house.publishEach((0..<count).map { "v\($0)" })
        var sketch = try await Sketch(house)
        for index in 0..<count { try sketch.add("v\(index)", needs: index + 2 < count ? [index + 2] : [], house) }
        return sketch
    }

    @Test func transitively() async throws {
        try await ApplierHouse.use { house in
            let sketch = try await Self.chain(9, in: house)
            house.clock.advance(by: .seconds(1))
            try await house.pull("v3")
            let (record, skipped) = try await house.apply(sketch)
            #expect(record.deleted == 6)
            #expect(skipped.map(\.position) == [3, 5, 7])
            #expect(skipped.map(\.cause) == [.used, .needed, .needed])
            #expect(skipped.last?.detail.contains("position 5") == true)
        }
    }

    /// A step works for a few milliseconds, so this takes many; rows of items end in between too.
    @Test func acrossSteps() async throws {
        try await ApplierHouse.use { house in
            let sketch = try await Self.chain(450, in: house)
            house.clock.advance(by: .seconds(1))
            try await house.pull("v1")
            let (record, skipped) = try await house.apply(sketch)
            #expect(record.deleted == 225)
            #expect(skipped.map(\.position) == Array(stride(from: 1, to: 450, by: 2)))
        }
    }

    @Test func acrossARestart() async throws {
        try await ApplierHouse.use { house in
            let sketch = try await Self.chain(250, in: house)
            house.clock.advance(by: .seconds(1))
            try await house.pull("v0")
            let id = try await sketch.send(to: house)
            _ = try await house.applier.start(id, isForced: false)
            try await house.store.endUses()
            let record = try await house.applier.record(id)
            let items = try sketch.items.prefix(3).enumerated().map { try PlannedItem($1, at: $0) }
            let terms = PlanTerms(record) { _, _, _ in false }
            let step = try #require(try await house.catalog.applySome(items, of: terms, needed: [:]))
            #expect(step.skips.first?.position == 0)
            try await house.reopened { house in
                let (record, skipped) = try await house.apply(id)
                #expect(record.deleted == 125)
                #expect(skipped.map(\.position) == Array(stride(from: 0, to: 250, by: 2)))
            }
        }
    }

    @Test func ofSeveral() async throws {
        try await ApplierHouse.use { house in
            for tag in ["a", "b", "c", "d"] { try await house.publish(tag) }
            var sketch = try await Sketch(house)
            try sketch.add("a", needs: [2, 3], house)
            try sketch.add("b", needs: [2], house)
            try sketch.add("c", needs: [3], house)
            try sketch.add("d", house)
            house.clock.advance(by: .seconds(1))
            try await house.pull("b")
            let (_, skipped) = try await house.apply(sketch)
            #expect(skipped.map(\.position) == [1, 2, 3])
            #expect(try await !house.exists("a"))
        }
    }
}
