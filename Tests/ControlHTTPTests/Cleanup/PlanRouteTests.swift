import ContentHashing
import OCIModel
import StageModel
import StowageTestSupport
import Testing

@Suite struct PlanRouteTests {
    private func tags(_ count: Int, on farm: StageFarm) async throws -> [String] {
        for number in 0..<count { try await farm.probe.pushImage("image \(number)", to: "app/web", as: "v\(number)") }
        return (0..<count).map { "app/web:v\($0)" }
    }

    @Test func isHandedOverInPiecesAndAppliedAndTakenBack() async throws {
        try await StageFarm.with { farm in
            let tags = try await tags(6, on: farm)
            let (order, items) = try await farm.plan(Array(tags.prefix(5)))
            let created = try await farm.create(order)
            #expect(created.state == .receiving && created.order == order && created.deleted == 0)
            let id = created.id

            // Nothing is applied of a plan that isn't whole, and it takes its pieces in their order only.
            #expect(try await farm.add(Array(items[2...3]), at: 2, to: id).errorCodes == ["PLAN_CONFLICT"])
            #expect(try await farm.add(Array(items[0...1]), at: 0, to: id).status == 204)
            #expect(try await farm.apply(id).errorCodes == ["PLAN_CONFLICT"])
            #expect(try await farm.add(Array(items[3...4]), at: 3, to: id).status == 409)
            #expect(try await farm.add(Array(items[0...1]), at: 0, to: id).status == 204)
            #expect(try await farm.add(Array(items[1...2]), at: 0, to: id).status == 409)
            #expect(try await farm.add(items + items, at: 2, to: id).errorCodes == ["REQUEST_INVALID"])
            #expect(try await farm.add(Array(items[2...4]), at: 2, to: id).status == 204)
            #expect(try await farm.record(id).state == .ready)
            #expect(try await farm.add([items[0]], at: 5, to: id).status == 400)
            #expect(try await farm.undo(id).errorCodes == ["PLAN_CONFLICT"])

            let answer: CleanupRecord = try await farm.apply(id).decoded(202, "apply")
            #expect(answer.id == id && [.applying, .applied].contains(answer.state))
            let applied = try await farm.finished(id)
            #expect(applied.state == .applied && applied.deleted == 5 && applied.skipped == 0 && applied.done == 5)
            #expect(try await farm.apply(id).status == 202)
            for number in 0..<6 {
                #expect(try await farm.probe.manifest("v\(number)", in: "app/web").status == (number == 5 ? 200 : 404))
                // For runners that got the digest before.
                if number < 5 { #expect(try await farm.probe.manifest(items[number].digest, in: "app/web").status == 200) }
            }
            let trash = try await farm.trash("app/web")
            #expect(trash.entries.count == 5 && trash.entries.allSatisfy { $0.plan == id && $0.expiresAt - $0.deletedAt == 3_600_000 })

            #expect(try await farm.undo(id).status == 202)
            let undone = try await farm.finished(id)
            #expect(undone.state == .undone && undone.restored == 5)
            for number in 0..<6 { #expect(try await farm.probe.manifest("v\(number)", in: "app/web").status == 200) }
            #expect(try await farm.trash("app/web").entries.isEmpty)

            let listing: CleanupListing = try await farm.probe.get("cleanup/plans?project=app")
            #expect(listing.plans == [undone] && listing.next == nil)
            let metrics = try await farm.probe.send("GET", "/metrics").text
            for line in [
                #"stowage_cleanup_plans_total{result="applied"} 1"#, #"stowage_cleanup_plans_total{result="undone"} 1"#,
                #"stowage_cleanup_plans_total{result="failed"} 0"#, #"stowage_cleanup_items_total{result="deleted"} 5"#,
                #"stowage_cleanup_items_total{result="restored"} 5"#, #"stowage_cleanup_items_total{result="skipped"} 0"#,
            ] {
                #expect(metrics.contains(line + "\n"), "\(line)")
            }
        }
    }

    @Test func whatChangedOrWasUsedIsLeftAloneAndSaid() async throws {
        try await StageFarm.with { farm in
            let tags = try await tags(4, on: farm)
            var (order, items) = try await farm.plan(tags)
            items[0].needs = [3]
            order.itemCount = items.count
            let id = try await farm.create(order).id
            #expect(try await farm.add(items, at: 0, to: id).status == 204)
            #expect(try await farm.probe.manifest("v0", in: "app/web").status == 200)
            try await farm.probe.pushImage("another", to: "app/web", as: "v1")
            #expect(try await farm.apply(id).status == 202)
            let record = try await farm.finished(id)
            #expect(record.state == .applied && record.deleted == 1 && record.skipped == 3)

            var skipped: [SkippedItem] = []
            var after = ""
            repeat {
                let page: SkippedListing = try await farm.probe.get("cleanup/skipped?plan=\(id)&n=2\(after)")
                skipped += page.items
                after = page.next.map { "&after=\($0)" } ?? ""
            } while !after.isEmpty && skipped.count < 10
            #expect(skipped.map(\.position) == [0, 1, 3] && skipped.map(\.cause) == [.used, .changed, .needed])
            #expect(skipped.map(\.item) == [items[0], items[1], items[3]] && skipped.allSatisfy { !$0.detail.isEmpty })
            for after in ["x", "-1", "1e3", "99999999999999999999"] {
                let response = try await farm.probe.send("GET", "/api/v1/cleanup/skipped?plan=\(id)&after=\(after)")
                #expect(response.status == 400, "\(after)")
            }
        }
    }

    @Test func everyItemIsToldWithWhatBecameOfIt() async throws {
        try await StageFarm.with { farm in
            let tags = try await tags(250, on: farm)
            let (order, items) = try await farm.plan(tags)
            let id = try await farm.create(order).id
            func outcomes(_ limit: Int = 1000) async throws -> [CleanupOutcome] {
                var all: [CleanupOutcome] = []
                var after = ""
                repeat {
                    let page: OutcomeListing = try await farm.probe.get("cleanup/items?plan=\(id)&n=\(limit)\(after)")
                    #expect(page.items.count <= limit)
                    all += page.items
                    after = page.next.map { "&after=\($0)" } ?? ""
                } while !after.isEmpty && all.count < 1000
                return all
            }
            #expect(try await outcomes() == [])
            #expect(try await farm.add(items, at: 0, to: id).status == 204)
            #expect(try await outcomes().allSatisfy { $0.state == .waiting })
            #expect(try await farm.probe.manifest("v0", in: "app/web").status == 200)
            #expect(try await farm.apply(id, isForced: true).status == 202)
            #expect(try await farm.finished(id).deleted == 249)
            for limit in [1000, 250, 249, 200, 199] {
                let outcomes = try await outcomes(limit)
                #expect(outcomes.map(\.position) == Array(0..<250) && outcomes.map(\.item) == items, "\(limit)")
                #expect(outcomes.filter { $0.state != .deleted }.map(\.position) == [0], "\(limit)")
                #expect(outcomes[0].state == .skipped && outcomes[0].cause == .used && outcomes[0].detail?.isEmpty == false)
            }
            try await farm.probe.pushImage("another", to: "app/web", as: "v1")
            #expect(try await farm.undo(id).status == 202)
            _ = try await farm.finished(id)
            let undone = try await outcomes()
            #expect(undone.map(\.state) == [.skipped, .deleted] + Array(repeating: .restored, count: 248))
            #expect(undone[1].cause == .taken)
            let none: OutcomeListing = try await farm.probe.get("cleanup/items?plan=\(id)&n=0")
            #expect(none.items.isEmpty)
            let behind: OutcomeListing = try await farm.probe.get("cleanup/items?plan=\(id)&after=999999999999999999")
            #expect(behind.items.isEmpty && behind.next == nil)
        }
    }

    @Test func tooLargeAShareIsRefusedUnlessForced() async throws {
        try await StageFarm.with { farm in
            let tags = try await tags(20, on: farm)
            let (order, items) = try await farm.plan(Array(tags.prefix(11)), largestShare: 0.5)
            let id = try await farm.create(order).id
            #expect(try await farm.add(items, at: 0, to: id).status == 204)
            let refused = try await farm.apply(id)
            #expect(refused.status == 409 && refused.errorCodes == ["SHARE_EXCEEDED"])
            #expect(try await farm.record(id).state == .ready)
            #expect(try await farm.probe.manifest("v0", in: "app/web").status == 200)
            #expect(try await farm.apply(id, isForced: true).status == 202)
            // v0 was asked for meanwhile.
            #expect(try await farm.finished(id).deleted == 10)
        }
    }

    @Test func ofAnotherProjectIsRefused() async throws {
        try await StageFarm.with { farm in
            let tags = try await tags(1, on: farm)
            try await farm.probe.pushImage("theirs", to: "other/web", as: "v0")
            let (order, items) = try await farm.plan(tags)
            var stray = items[0]
            stray.repository = "other/web"
            let id = try await farm.create(order).id
            #expect(try await farm.add([stray], at: 0, to: id).status == 400)

            var wide = order
            wide.watermark.repositories.append(Watermark.Repository(name: "other/web", generation: 1))
            #expect(try await farm.probe.post("cleanup/plans", wide).status == 400)
            var foreign = order
            foreign.project = "other"
            #expect(try await farm.probe.post("cleanup/plans", foreign).status == 400)
            #expect(try await farm.probe.manifest("v0", in: "other/web").status == 200)
        }
    }

    @Test func ofNobodyIsUnknown() async throws {
        try await StageFarm.with { farm in
            let tags = try await tags(1, on: farm)
            let items = try await farm.plan(tags).items
            for id in ["none", "20261124T101500Z-00000000", "%00", "'", ""] {
                let answers = [
                    try await farm.add(items, at: 0, to: id), try await farm.apply(id), try await farm.undo(id),
                    try await farm.probe.send("GET", "/api/v1/cleanup/plan?id=\(id)"),
                    try await farm.probe.send("GET", "/api/v1/cleanup/skipped?plan=\(id)"),
                    try await farm.probe.send("GET", "/api/v1/cleanup/items?plan=\(id)"),
                ]
                for answer in answers { #expect(answer.status == 404 && answer.errorCodes == ["PLAN_UNKNOWN"], "\(id): \(answer)") }
            }
        }
    }

    @Test func aPieceIsAtMostAMebibyte() async throws {
        try await StageFarm.with { farm in
            let tags = try await tags(1, on: farm)
            let (order, items) = try await farm.plan(tags)
            let id = try await farm.create(order).id
            var large = items[0]
            large.reason = String(repeating: "x", count: 1 << 20)
            let response = try await farm.add([large], at: 0, to: id)
            #expect(response.status == 413 && response.errorCodes == ["REQUEST_INVALID"])
            #expect(try await farm.add([], at: 0, to: id).status == 400)
            #expect(try await farm.record(id).state == .receiving)
        }
    }

    @Test func plansComeInPagesTheNewestFirst() async throws {
        try await StageFarm.with { farm in
            _ = try await tags(1, on: farm)
            var ids: [String] = []
            for _ in 0..<5 { ids.append(try await farm.create(farm.plan([]).order).id) }
            var listed: [String] = []
            var after = ""
            repeat {
                let page: CleanupListing = try await farm.probe.get("cleanup/plans?project=app&n=2\(after)")
                listed += page.plans.map(\.id)
                after = page.next.map { "&after=\($0)" } ?? ""
            } while !after.isEmpty && listed.count < 10
            #expect(Set(listed) == Set(ids) && listed.count == 5)
            let other: CleanupListing = try await farm.probe.get("cleanup/plans?project=other")
            #expect(other.plans.isEmpty)
        }
    }
}
