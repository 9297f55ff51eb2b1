import ContentHashing
import OCIModel
import StageModel
import StowageTestSupport
import Testing

@testable import Catalog

/// Handing a plan over, and its states.
@Suite struct PlanReceivingTests {
    static func items(_ range: Range<Int>, kind: CleanupItem.Kind = .image) throws -> [PlannedItem] {
        try range.map { index in
            try PlannedItem(
                CleanupItem(
                    kind: kind, repository: "team/app", tag: "v\(index)", digest: ContentHashing.Digest.of("\(index)").description, generation: 1,
                    rule: "test", reason: "a test"), at: index)
        }
    }

    @Test func itemsComeInOrder() async throws {
        try await TemporaryCatalog.use { temporary in
            let catalog = temporary.catalog
            let order = try temporary.order(450)
            let record = try await catalog.createPlan("plan", order)
            #expect(record == CleanupRecord(id: "plan", order: order, state: .receiving, receivedAt: order.createdAt))
            #expect(try await catalog.startApplying("plan") == .refused(.receiving))
            #expect(try await catalog.startUndoing("plan") == .refused(.receiving))
            #expect(try await catalog.addItems(Self.items(1..<2), at: 1, to: "plan") == .misplaced(next: 0))
            #expect(try await catalog.addItems(Self.items(0..<451), at: 0, to: "plan") == .tooMany(expected: 450))
            #expect(try await catalog.addItems(Self.items(0..<449), at: 0, to: "plan") == .added)
            #expect(try await catalog.addItems(Self.items(0..<449), at: 0, to: "plan") == .misplaced(next: 449))
            #expect(try await catalog.plan("plan")?.state == .receiving)
            #expect(try await catalog.addItems(Self.items(449..<450), at: 449, to: "plan") == .added)
            #expect(try await catalog.plan("plan")?.state == .ready)
            #expect(try await catalog.addItems(Self.items(450..<451), at: 450, to: "plan") == .complete)
            #expect(try await catalog.addItems(Self.items(0..<1), at: 0, to: "other") == .unknown)
            #expect(try await catalog.imageCount(ofPlan: "plan") == 450)
            #expect(try await catalog.startUndoing("plan") == .refused(.ready))

            var held: [CleanupItem] = []
            while case let some = try await catalog.items(ofPlan: "plan", from: held.count), !some.isEmpty {
                #expect(some.count <= Catalog.planItemsInRow)
                held += some
            }
            #expect(try held == Self.items(0..<450).map(\.item))
            #expect(try await catalog.items(ofPlan: "plan", from: 203) == Self.items(203..<400).map(\.item))
            #expect(try await catalog.items(ofPlan: "other", from: 0) == [])
        }
    }

    @Test func anEmptyPlanIsReady() async throws {
        try await TemporaryCatalog.use { temporary in
            let run = try await temporary.begin([])
            try await run.apply()
            #expect(try await temporary.catalog.plan("plan")?.state == .applied)
            try await run.undo()
            #expect(try await temporary.catalog.plan("plan")?.state == .undone)
        }
    }

    @Test func states() async throws {
        try await TemporaryCatalog.use { temporary in
            let catalog = temporary.catalog
            #expect(try await catalog.startApplying("plan") == .unknown)
            #expect(try await catalog.startUndoing("plan") == .unknown)
            try await catalog.push(image: "one", tags: ["a"])
            let run = try await temporary.begin([.tag("a", temporary)])
            #expect(try await catalog.plansInWork() == ["plan"])
            #expect(try await catalog.startApplying("plan") == .accepted)
            #expect(try await catalog.startUndoing("plan") == .refused(.applying))
            try await catalog.failPlan("plan", because: "the disk is full")
            #expect(try await catalog.plan("plan")?.state == .failed)
            #expect(try await catalog.plan("plan")?.message == "the disk is full")
            #expect(try await catalog.plansInWork() == [])
            #expect(try await catalog.startApplying("plan") == .accepted)
            #expect(try await catalog.plan("plan")?.message == nil)
            try await run.apply()
            #expect(try await catalog.startApplying("plan") == .accepted)
            #expect(try await catalog.plan("plan")?.state == .applied)
            try await catalog.failPlan("plan", because: "too late")
            #expect(try await catalog.plan("plan")?.state == .applied)
            try await run.undo()
            #expect(try await catalog.startUndoing("plan") == .accepted)
            #expect(try await catalog.plan("plan")?.state == .undone)
            #expect(try await catalog.startApplying("plan") == .refused(.undone))
        }
    }

    @Test func lists() async throws {
        try await TemporaryCatalog.use { temporary in
            let catalog = temporary.catalog
            for index in 0..<5 {
                var order = try temporary.order(0)
                order.project = index == 3 ? "other" : "team"
                _ = try await catalog.createPlan("plan-\(index)", order)
                if index > 1 { temporary.clock.advance(by: .seconds(1)) }
            }
            #expect(
                try await catalog.plans(ofProject: nil, after: nil, limit: 10).items.map(\.id) == ["plan-4", "plan-3", "plan-2", "plan-1", "plan-0"])
            let page = try await catalog.plans(ofProject: "team", after: "plan-4", limit: 2)
            #expect(page.items.map(\.id) == ["plan-2", "plan-1"])
            #expect(page.hasMore)
            #expect(try await catalog.plans(ofProject: "team", after: "plan-1", limit: 2).items.map(\.id) == ["plan-0"])
            #expect(try await catalog.plans(ofProject: "team", after: "forgotten", limit: 2).items == [])
            #expect(try await catalog.plans(ofProject: "none", after: nil, limit: 2).items == [])
            #expect(try await catalog.plans(ofProject: "team", after: nil, limit: 0).items == [])
        }
    }

    @Test func oldPlansAreForgotten() async throws {
        try await TemporaryCatalog.use { temporary in
            let catalog = temporary.catalog
            try await catalog.push(image: "one", tags: ["a"])
            let item = try CleanupItem.tag("a", temporary)
            try await temporary.begin([item], "applied").apply()
            _ = try await temporary.begin([item], "applying")
            _ = try await catalog.createPlan("abandoned", temporary.order(3000))
            #expect(try await catalog.addItems(Self.items(0..<2999), at: 0, to: "abandoned") == .added)
            func forget() async throws {
                while try await catalog.forgetSomeOfPlans() {}
            }
            func ids() throws -> [String] { try temporary.rows("SELECT id FROM plans ORDER BY id") }
            temporary.clock.advance(by: Catalog.planPatience)
            try await forget()
            #expect(try ids() == ["abandoned", "applied", "applying"])
            temporary.clock.advance(by: .milliseconds(1))
            try await forget()
            #expect(try ids() == ["applied", "applying"])
            temporary.clock.advance(by: Catalog.planMemory - Catalog.planPatience - .milliseconds(1))
            try await forget()
            #expect(try ids() == ["applied", "applying"])
            temporary.clock.advance(by: .milliseconds(1))
            try await forget()
            #expect(try ids() == ["applying"], "work that is not done stays")
            #expect(
                try temporary.rows("SELECT plan FROM plan_items UNION ALL SELECT plan FROM plan_orders UNION ALL SELECT plan FROM plan_skips")
                    == ["applying", "applying"])
        }
    }
}
