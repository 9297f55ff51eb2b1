import GRDB
import OCIModel
import StageModel

extension Catalog {
    /// Takes back as many of the items as can be done shortly, at least one, and notes how far that came: all in one transaction.
    ///
    /// - Parameter items: From where taking back stands.
    /// - Returns: `nil` where the plan is not being taken back, or stands elsewhere. Then nothing was done.
    package func undoSome(_ items: [PlannedItem], of plan: String) async throws -> PlanStep? {
        return try await writer.write { context -> PlanStep? in
            guard var row = try PlanRow.find(plan, in: context), row.state == .undoing, row.undone == items.first?.position ?? row.done else {
                return nil
            }
            let deadline = Self.planDeadline(in: context)
            var skips: [PlanSkip] = []
            for item in items.prefix(row.done - row.undone) {
                // One that was not deleted.
                if try context.db.row(Queries.planSkip, [plan, item.position]) == nil {
                    if let skip = try Self.restore(item, plan, &context) {
                        try skip.insert(plan: plan, in: context)
                        skips.append(skip)
                    } else {
                        row.restored += 1
                    }
                }
                row.undone += 1
                if ContinuousClock.now >= deadline { break }
            }
            row.skipped += skips.count
            if row.undone == row.done {
                row.state = .undone
                row.finishedAt = context.now.millisecondsSince1970
            }
            try row.save(in: context)
            return PlanStep(next: row.undone, isLast: row.undone == row.done, skips: skips)
        }
    }

    /// - Returns: `nil` where it is there again.
    private static func restore(_ planned: PlannedItem, _ plan: String, _ context: inout WriteContext) throws -> PlanSkip? {
        func skip(_ cause: SkippedItem.Cause, _ detail: String) -> PlanSkip {
            PlanSkip(position: planned.position, cause: cause, detail: detail)
        }
        guard var repository = try RepositoryRow.find(planned.repository, in: context) else { return skip(.expired, "the repository is gone") }
        guard let entry = try entry(of: planned, plan, in: repository.id, context) else {
            // Somebody may have brought it back alone.
            return try isThere(planned, in: repository.id, context) ? nil : skip(.expired, "the trash doesn't hold it any more")
        }
        switch try entry.restore(in: &repository, &context) {
        case .restored: try repository.save(in: context)
        case .taken(let digest): return skip(.taken, "it points at \(digest) now")
        }
        return nil
    }

    private static func entry(
        of planned: PlannedItem, _ plan: String, in repository: Int64, _ context: borrowing WriteContext
    ) throws -> TrashEntry? {
        if let tag = planned.tag { return try context.db.row(Queries.trashedTagOfPlan, [repository, tag.value, plan]).map(TrashEntry.init) }
        for manifest in try context.db.rows(Queries.plannedTrashedManifests, [repository, planned.item.digest], { $0[0] as Int64 }) {
            if let row = try context.db.row(Queries.trashedManifestOfPlan, [manifest, plan]) { return try TrashEntry(row) }
        }
        return nil
    }

    private static func isThere(_ planned: PlannedItem, in repository: Int64, _ context: borrowing WriteContext) throws -> Bool {
        guard let tag = planned.tag else { return try context.integer(Queries.manifestID, [repository, planned.item.digest]) != nil }
        return try context.db.row(Queries.tagDigest, [repository, tag.value]).map { $0[0] == planned.item.digest } ?? false
    }
}
