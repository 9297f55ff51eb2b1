import ContentHashing
import FoundationEssentials
import StageModel
import StowageTestSupport

extension APICall {
    /// Calls of what cleans up; in an order in which they work.
    static func cleanups(_ farm: StageFarm) async throws -> [APICall] {
        for tag in ["old", "new", "odd"] { try await farm.probe.pushImage("\(tag) image", to: "team/web", as: tag) }
        try await farm.push(try Signature.test(7), id: 1_700_000_000_000)
        // One that is done, one that waits for its items, and one that may be applied.
        let applied = try await farm.clean(["team/web:odd"], of: "team")
        let (order, items) = try await farm.plan(["team/web:old", "team/web:new"], of: "team")
        let waiting = try await farm.create(order).id
        let empty = try await farm.create(farm.plan([], of: "team").order).id
        return try plans(order, items, waiting: waiting, ready: empty, applied: applied.id) + trash(items[0]) + inventories() + collector()
    }

    private static func plans(
        _ order: CleanupOrder, _ items: [CleanupItem], waiting: String, ready: String, applied: String
    ) throws -> [APICall] {
        var (ahead, wrong) = (order, order)
        ahead.watermark.repositories[0].generation += 1000
        wrong.itemCount = -1
        let piece = AddItemsRequest(plan: waiting, position: 0, items: [items[0]])
        func later(_ position: Int, _ plan: String = waiting) -> AddItemsRequest {
            AddItemsRequest(plan: plan, position: position, items: [items[1]])
        }
        var negative = try post("/cleanup/plans", 400, wrong)
        negative.breaksSchema = true
        let calls = [
            try post("/cleanup/plans", 201, order), try post("/cleanup/plans", 409, ahead), negative,
            try post("/cleanup/plans/items", 204, piece),
            try post("/cleanup/plans/items", 400, AddItemsRequest(plan: waiting, position: 1, items: [])),
            try post("/cleanup/plans/items", 404, later(0, "none")), try post("/cleanup/plans/items", 409, later(0)),
            try post("/cleanup/apply", 409, ApplyPlanRequest(plan: waiting, isForced: false)),
            try post("/cleanup/apply", 404, ApplyPlanRequest(plan: "none", isForced: false)),
            try post("/cleanup/undo", 409, UndoPlanRequest(plan: waiting)), try post("/cleanup/undo", 404, UndoPlanRequest(plan: "none")),
            try post("/cleanup/undo", 202, UndoPlanRequest(plan: applied)),
            try post("/cleanup/apply", 202, ApplyPlanRequest(plan: ready, isForced: true)),
            get("/cleanup/plans", 200, ["project": "team", "n": "1"]), get("/cleanup/plans", 200, ["project": "nothing", "after": "x"]),
            get("/cleanup/plans", 400), get("/cleanup/plan", 200, ["id": applied]), get("/cleanup/plan", 400), get("/cleanup/plan", 404, ["id": "x"]),
            get("/cleanup/items", 200, ["plan": applied, "n": "1"]), get("/cleanup/items", 200, ["plan": waiting, "after": "0"]),
            get("/cleanup/items", 404, ["plan": "x"]), get("/cleanup/items", 400), get("/cleanup/items", 400, ["plan": applied, "after": "x"]),
            get("/cleanup/skipped", 200, ["plan": applied, "n": "1", "after": "0"]), get("/cleanup/skipped", 404, ["plan": "x"]),
            get("/cleanup/skipped", 400), get("/cleanup/skipped", 400, ["plan": applied, "after": "x"]),
        ]
        return try calls + broken("/cleanup/plans", order) + broken("/cleanup/plans/items", piece)
            + broken("/cleanup/apply", ApplyPlanRequest(plan: waiting, isForced: true)) + broken("/cleanup/undo", UndoPlanRequest(plan: waiting))
    }

    private static func trash(_ item: CleanupItem) throws -> [APICall] {
        let (repository, tag) = (item.repository, item.tag ?? "")
        let deletion = DeleteImageRequest(repository: repository, reference: tag)
        let restoration = RestoreImageRequest(repository: repository, reference: tag)
        var odd = restoration
        odd.reference = "-"
        let other = PublishImageRequest(
            sourceRepository: repository, source: "new", repository: repository, tag: tag, strategy: .custom)
        let calls = [
            try post("/images/delete", 200, deletion), try post("/images/delete", 404, deletion),
            get("/trash", 200, ["repository": repository, "n": "1"]), get("/trash", 200, ["repository": repository, "after": "1"]),
            get("/trash", 400), get("/trash", 404, ["repository": "nowhere"]),
            try post("/images/restore", 200, restoration), try post("/images/restore", 404, restoration), try post("/images/restore", 400, odd),
            try post("/images/delete", 200, deletion), try post("/images/publish", 201, other), try post("/images/restore", 409, restoration),
            try post("/images/delete", 200, DeleteImageRequest(repository: repository, reference: tag, now: true)),
        ]
        return try calls + broken("/images/delete", deletion) + broken("/images/restore", restoration)
    }

    private static func inventories() -> [APICall] {
        [
            get("/cleanup/watermark", 200, ["project": "team"]), get("/cleanup/watermark", 200, ["project": "nothing"]),
            get("/cleanup/watermark", 400),
            get("/cleanup/inventory", 200, ["project": "team", "n": "1"]), get("/cleanup/inventory", 200, ["project": "app"]),
            get("/cleanup/inventory", 200, ["project": "app", "after": "app/stages@0", "unknown": "x"]),
            get("/cleanup/inventory", 400, ["project": "app", "after": "x"]), get("/cleanup/inventory", 400, ["project": "app", "n": "x"]),
            get("/cleanup/policies", 200, ["project": "team"]), get("/cleanup/policies", 200, ["project": "other"]), get("/cleanup/policies", 400),
        ]
    }

    private static func collector() throws -> [APICall] {
        let request = RunCollectorRequest(orphans: true)
        return try [get("/gc", 200), try post("/gc/run", 202, request)] + broken("/gc/run", request)
    }
}
