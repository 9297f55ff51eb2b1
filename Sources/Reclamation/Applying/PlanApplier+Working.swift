import Catalog
import ImageStore
import Logging
import OCIModel
import StageModel
import Synchronization

extension PlanApplier {
    /// Items that are handed to the catalog at once: more than it does in one step.
    private static let itemsAtOnce = 600

    /// Works on a plan until there is nothing to do. What fails is noted in its record.
    func finish(_ plan: String) async throws -> CleanupRecord {
        try await locks.withLock(plan) {
            let before = try await record(plan)
            do {
                while let progress = try await OCIError.translating({ try await catalog.progress(ofPlan: plan) }) {
                    switch progress.state {
                    case .applying: try await applyRest(of: plan, from: progress)
                    case .undoing: try await undoRest(of: plan, from: progress)
                    default:
                        let record = try await record(plan)
                        counts.withLock { $0.count(record, since: before) }
                        // Who asked for it and who works plans off may both come here; the second finds it done.
                        if record.state != .failed, record.state != before.state { log(record) }
                        return record
                    }
                }
                throw Self.unknown(plan)
            } catch let error as OCIError where error.code != .unavailable && error.code != .planUnknown {
                logger.error("a cleanup failed", metadata: ["plan": "\(plan)", "error": "\(error)"])
                // Where that fails too it is tried again later.
                try await store.removing { try await catalog.failPlan(plan, because: error.message) }
                let record = try await record(plan)
                counts.withLock { $0.count(record, since: before) }
                throw error
            }
        }
    }

    private func log(_ record: CleanupRecord) {
        logger.info(
            record.state == .undone ? "a cleanup was taken back" : "a cleanup was applied",
            metadata: [
                "plan": "\(record.id)", "project": "\(record.order.project)", "deleted": "\(record.deleted)", "skipped": "\(record.skipped)",
                "restored": "\(record.restored)",
            ])
    }

    private func applyRest(of plan: String, from progress: PlanProgress) async throws {
        let record = try await record(plan)
        try requireClock(of: record)
        // What was asked for until now is in the rows then, also if the process ends.
        try await store.removing { try await store.flushUses() }
        let (uses, inventoryAt) = (store.uses, Timestamp(millisecondsSince1970: record.order.inventoryAt))
        let terms = PlanTerms(record) { repository, tag, digest in
            uses.isUsed(digest, tag: tag, in: repository) || uses.lostUsesAt.map { $0 >= inventoryAt } ?? false
        }
        var needed = try await neededItems(of: plan, from: progress.next)
        try await work(on: plan, from: progress) { items in
            try requireClock(of: record)
            let known = needed.isEmpty ? [:] : items.reduce(into: [:]) { $0[$1.position] = needed[$1.position] }
            let applied = try await store.steps.withStep(on: items) { try await catalog.applySome(items, of: terms, needed: known) }
            guard let step = applied else { return nil }
            for position in known.keys where position < step.next { needed[position] = nil }
            let skipped = Set(step.skips.map(\.position))
            for item in items where skipped.contains(item.position) { Self.note(item.item, at: item.position, in: &needed) }
            return step
        }
    }

    private func undoRest(of plan: String, from progress: PlanProgress) async throws {
        try await work(on: plan, from: progress) { items in try await catalog.undoSome(items, of: plan) }
    }

    /// Takes step after step. While one is carried out, the next items are read.
    ///
    /// - Parameter step: Returns `nil` where somebody else went on.
    private func work(
        on plan: String, from progress: PlanProgress, _ step: ([PlannedItem]) async throws -> PlanStep?
    ) async throws {
        var position = progress.next
        var items = try await plannedItems(of: plan, in: position..<progress.end)
        while true {
            try Task.checkCancellation()
            guard !items.isEmpty || position == progress.end else {
                throw OCIError(.internalFailure, "the items of the plan from position \(position) on are missing; look at the catalog with sqlite3")
            }
            let next = position + items.count
            let missing = next..<max(next, min(position + 2 * Self.itemsAtOnce, progress.end))
            async let more = plannedItems(of: plan, in: missing)
            let some = Array(items.prefix(Self.itemsAtOnce))
            let done = try await store.removing { try await step(some) }
            guard let done, !done.isLast else { return }
            items.removeFirst(done.next - position)
            position = done.next
            items += try await more
        }
    }

    /// The items at the first positions of a range, perhaps with some behind it.
    private func plannedItems(of plan: String, in range: Range<Int>) async throws -> [PlannedItem] {
        var planned: [PlannedItem] = []
        var next = range.lowerBound
        while next < range.upperBound, planned.count < 2 * Self.itemsAtOnce {
            let items = try await OCIError.translating { try await catalog.items(ofPlan: plan, from: next) }
            if items.isEmpty { break }
            planned += try items.enumerated().map { index, item in try PlannedItem(item, at: next + index) }
            next += items.count
        }
        return planned
    }

    // MARK: -

    /// The items from a position on that have to stay since one before them was skipped.
    private func neededItems(of plan: String, from position: Int) async throws -> [Int: Int] {
        var needed: [Int: Int] = [:]
        var after: Int? = nil
        while true {
            let page = try await skipped(plan: plan, after: after, limit: 1000)
            for skip in page.items { Self.note(skip.item, at: skip.position, in: &needed) }
            guard page.hasMore, let last = page.items.last else { break }
            after = last.position
        }
        return needed.filter { $0.key >= position }
    }

    private static func note(_ item: CleanupItem, at position: Int, in needed: inout [Int: Int]) {
        for other in item.needs { needed[other] = position }
    }

    /// Uses are told by the clock.
    private func requireClock(of record: CleanupRecord) throws {
        guard clock().millisecondsSince1970 >= record.order.inventoryAt else {
            throw OCIError(.planConflict, "the server's clock was set back behind the plan's inventory; check it, and make a new plan")
        }
    }
}
