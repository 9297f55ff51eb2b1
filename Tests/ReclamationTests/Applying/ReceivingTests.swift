import Catalog
import OCIModel
import StageModel
import StowageTestSupport
import Testing

@testable import Reclamation

/// What a client sends is checked before anything is stored.
@Suite struct ReceivingTests {
    static func expect(
        _ code: OCIError.Code, sourceLocation: SourceLocation = #_sourceLocation, _ change: (inout CleanupOrder, ApplierHouse) throws -> Void
    ) async throws {
        try await ApplierHouse.use { house in
            try await house.publish("v1")
            try await house.publish("v1", in: ApplierHouse.name("other/app"))
            house.clock.advance(by: .seconds(1000))
            var sketch = try await Sketch(house)
            try change(&sketch.order, house)
            let error = await #expect(throws: OCIError.self, sourceLocation: sourceLocation) { try await house.applier.create(sketch.order) }
            #expect(error?.code == code, sourceLocation: sourceLocation)
            #expect(try house.rows("SELECT id FROM plans") == [], sourceLocation: sourceLocation)
        }
    }

    @Test func orders() async throws {
        try await Self.expect(.requestInvalid) { order, _ in order.itemCount = -1 }
        try await Self.expect(.requestInvalid) { order, _ in order.itemCount = .max }
        try await Self.expect(.requestInvalid) { order, _ in order.undoWindow = -1 }
        try await Self.expect(.requestInvalid) { order, _ in order.undoWindow = .max }
        try await Self.expect(.requestInvalid) { order, _ in order.largestShare = 1.01 }
        try await Self.expect(.requestInvalid) { order, _ in order.largestShare = .nan }
        try await Self.expect(.requestInvalid) { order, _ in order.watermark.project = "other" }
        try await Self.expect(.requestInvalid) { order, _ in order.watermark.repositories += order.watermark.repositories }
        try await Self.expect(.requestInvalid) { order, _ in order.watermark.repositories.append(.init(name: "other/app", generation: 1)) }
        try await Self.expect(.requestInvalid) { order, _ in order.watermark.repositories.append(.init(name: "team/none", generation: 0)) }
        try await Self.expect(.requestInvalid) { order, _ in order.inventoryAt -= 1 }
        try await Self.expect(.nameInvalid) { order, _ in
            order.project = "No Project"
            order.watermark.project = "No Project"
        }
    }

    @Test func ordersOfAnotherStateOfTheServer() async throws {
        try await Self.expect(.planConflict) { order, _ in order.inventoryAt += 1 }
        // Of a server in which everything has the same names and generations.
        try await Self.expect(.planConflict) { order, _ in order.watermark.catalog = "another" }
        try await Self.expect(.planConflict) { order, house in house.clock.advance(by: .seconds(-1)) }
        try await Self.expect(.planConflict) { order, _ in order.watermark.repositories[0].generation += 1 }
        try await Self.expect(.planConflict) { order, _ in order.watermark.repositories[0].generation = -1 }
    }

    @Test func items() async throws {
        try await ApplierHouse.use { house in
            try await house.publish("v1")
            try await house.publish("v1", in: ApplierHouse.name("other/app"))
            var sketch = try await Sketch(house)
            try sketch.add("v1", house)
            let item = sketch.items[0]
            sketch.order.itemCount = 10
            let plan = try await house.applier.create(sketch.order).id
            func expect(
                _ code: OCIError.Code, at position: Int = 0, sourceLocation: SourceLocation = #_sourceLocation, _ change: (inout CleanupItem) -> Void
            ) async throws {
                var item = item
                change(&item)
                let error = await #expect(throws: OCIError.self, sourceLocation: sourceLocation) {
                    try await house.applier.add(items: [item], at: position, to: plan)
                }
                #expect(error?.code == code, sourceLocation: sourceLocation)
            }
            try await expect(.requestInvalid) { $0.repository = "other/app" }
            try await expect(.requestInvalid) { $0.repository = "team/none" }
            try await expect(.requestInvalid) { $0.generation = 0 }
            try await expect(.requestInvalid) { $0.needs = [0] }
            try await expect(.requestInvalid) { $0.needs = [5, 10] }
            try await expect(.requestInvalid) { $0.needs = [-1] }
            try await expect(.requestInvalid) { $0.reason = String(repeating: "x", count: 4097) }
            try await expect(.tagInvalid) { $0.tag = "no tag" }
            try await expect(.digestInvalid) { $0.digest = "sha256:none" }
            try await expect(.requestInvalid) { $0.tag = nil }
            for kind in [CleanupItem.Kind.stage, .service, .untagged] { try await expect(.requestInvalid) { $0.kind = kind } }
            try await expect(.requestInvalid) { $0.tag = "managed-image-backend" }
            try await expect(.requestInvalid, at: -1) { _ in }
            try await expect(.requestInvalid, at: 10) { _ in }
            try await expect(.planConflict, at: 1) { _ in }
            #expect(try house.rows("SELECT received FROM plans") == [["0"]])
            let unknown = await #expect(throws: OCIError.self) { try await house.applier.add(items: [item], at: 0, to: "none") }
            #expect(unknown?.code == .planUnknown)
        }
    }

    /// A client whose answer got lost sends the piece again.
    @Test func piecesMayComeAgain() async throws {
        try await ApplierHouse.use { house in
            let sketch = try await ApplyingTests.sketch(5, in: house)
            var order = sketch.order
            order.itemCount = 605
            var items = Array(sketch.items)
            while items.count < 605 { items += sketch.items }
            let plan = try await house.applier.create(order).id
            try await house.applier.add(items: Array(items[..<500]), at: 0, to: plan)
            try await house.applier.add(items: Array(items[..<500]), at: 0, to: plan)
            try await house.applier.add(items: Array(items[150..<499]), at: 150, to: plan)
            try await house.applier.add(items: [], at: 500, to: plan)
            for (range, position) in [(0..<501, 0), (1..<500, 0), (499..<501, 499), (501..<605, 501)] {
                let error = await #expect(throws: OCIError.self) { try await house.applier.add(items: Array(items[range]), at: position, to: plan) }
                #expect(error?.code == .planConflict)
            }
            try await house.applier.add(items: Array(items[500...]), at: 500, to: plan)
            try await house.applier.add(items: Array(items[500...]), at: 500, to: plan)
            #expect(try await house.applier.record(plan).state == .ready)
            let (record, skipped) = try await house.apply(plan)
            #expect(record.deleted == 5)
            #expect(skipped.count == 600)
            #expect(try await house.applier.skipped(plan: plan, after: 590, limit: 3).items.map(\.position) == [591, 592, 593])
        }
    }

    @Test func lists() async throws {
        try await ApplierHouse.use { house in
            try await house.publish("v1")
            let sketch = try await Sketch(house)
            var ids: [String] = []
            for _ in 0..<3 {
                ids.insert(try await sketch.send(to: house), at: 0)
                house.clock.advance(by: .seconds(1))
            }
            #expect(ids[0].hasPrefix("20231114T221322Z-"))
            let page = try await house.applier.records(project: "team", after: nil, limit: 2)
            #expect(page.items.map(\.id) == Array(ids[..<2]))
            #expect(page.hasMore)
            #expect(try await house.applier.records(project: nil, after: ids[1], limit: 2).items.map(\.id) == [ids[2]])
            house.clock.advance(by: Catalog.planMemory)
            try await house.applier.forget()
            #expect(try await house.applier.records(project: nil, after: nil, limit: 2).items == [])
            let error = await #expect(throws: OCIError.self) { try await house.applier.skipped(plan: ids[0], after: nil, limit: 1) }
            #expect(error?.code == .planUnknown)
        }
    }
}
