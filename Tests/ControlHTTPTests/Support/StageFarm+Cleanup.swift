import ContentHashing
import Foundation
import HTTPServing
import OCIModel
import StageModel
import StowageTestSupport

/// Cleanups, as the command line makes them.
extension StageFarm {
    func watermark(_ project: String = "app") async throws -> Watermark {
        try await probe.get("cleanup/watermark?project=\(PercentCoding.encode(project))")
    }

    /// All pages of the inventory.
    func inventory(_ project: String = "app", pageSize: Int? = nil) async throws -> [InventoryPage] {
        var pages: [InventoryPage] = []
        var query = "project=\(PercentCoding.encode(project))" + (pageSize.map { "&n=\($0)" } ?? "")
        while true {
            let response = try await probe.send("GET", "/api/v1/cleanup/inventory?\(query)")
            guard response.status == 200, response["content-type"] == "application/json" else { throw Unexpected("\(response)") }
            let page = try InventoryPage(parsing: response.body)
            pages.append(page)
            guard let next = page.next else { return pages }
            guard pages.count < 100 else { throw Unexpected("the inventory has no end") }
            query = "project=\(PercentCoding.encode(project))" + (pageSize.map { "&n=\($0)" } ?? "") + "&after=\(PercentCoding.encode(next))"
        }
    }

    /// A plan of these tags, as of now; each is `REPOSITORY:TAG`.
    func plan(_ tags: [String], of project: String = "app", largestShare: Double = 1) async throws -> (order: CleanupOrder, items: [CleanupItem]) {
        let watermark = try await watermark(project)
        let pages = try await inventory(project)
        var known: [String: CleanupItem] = [:]
        for page in pages {
            for manifest in page.manifests {
                for tag in manifest.tags {
                    let kind: CleanupItem.Kind = if case .stage = tag.facts { .stage } else { .image }
                    known["\(page.repository):\(tag.name)"] = CleanupItem(
                        kind: kind, repository: page.repository.value, tag: tag.name.value, digest: manifest.digest.description,
                        generation: tag.generation, rule: "test", reason: "a test of \"plans\"")
                }
            }
        }
        let items = try tags.map { tag in
            guard let item = known[tag] else { throw Unexpected("the inventory has no \(tag)") }
            return item
        }
        let takenAt = pages.map(\.takenAt.millisecondsSince1970).min() ?? watermark.takenAt
        let order = CleanupOrder(
            project: project, origin: .command, createdAt: takenAt, watermark: watermark, inventoryAt: takenAt, itemCount: items.count,
            undoWindow: 3_600_000, largestShare: largestShare)
        return (order, items)
    }

    func create(_ order: CleanupOrder) async throws -> CleanupRecord {
        try await probe.post("cleanup/plans", order, 201)
    }

    func add(_ items: [CleanupItem], at position: Int, to plan: String) async throws -> ProbeResponse {
        try await probe.post("cleanup/plans/items", AddItemsRequest(plan: plan, position: position, items: items))
    }

    func apply(_ plan: String, isForced: Bool = false) async throws -> ProbeResponse {
        try await probe.post("cleanup/apply", ApplyPlanRequest(plan: plan, isForced: isForced))
    }

    func undo(_ plan: String) async throws -> ProbeResponse {
        try await probe.post("cleanup/undo", UndoPlanRequest(plan: plan))
    }

    func record(_ plan: String) async throws -> CleanupRecord {
        try await probe.get("cleanup/plan?id=\(plan)")
    }

    /// Hands a plan over and has it applied to its end.
    func clean(_ tags: [String], of project: String = "app") async throws -> CleanupRecord {
        let (order, items) = try await plan(tags, of: project)
        let id = try await create(order).id
        let answer = try await add(items, at: 0, to: id)
        guard answer.status == 204 else { throw Unexpected("\(answer)") }
        let started = try await apply(id)
        guard started.status == 202 else { throw Unexpected("\(started)") }
        return try await finished(id)
    }

    /// The record of a plan, when it is neither applied nor taken back any more.
    func finished(_ plan: String) async throws -> CleanupRecord {
        let start = ContinuousClock.now
        while true {
            let record = try await record(plan)
            if record.state != .applying, record.state != .undoing { return record }
            guard ContinuousClock.now - start < .seconds(20) else { throw Unexpected("\(record)") }
            try await Task.sleep(for: .milliseconds(5))
        }
    }

    func delete(_ reference: String, from repository: String, now: Bool = false) async throws -> ProbeResponse {
        try await probe.post("images/delete", DeleteImageRequest(repository: repository, reference: reference, now: now))
    }

    func restore(_ reference: String, in repository: String) async throws -> ProbeResponse {
        try await probe.post("images/restore", RestoreImageRequest(repository: repository, reference: reference))
    }

    func trash(_ repository: String, _ query: String = "") async throws -> TrashListing {
        try await probe.get("trash?repository=\(repository)\(query)")
    }
}
