import StageModel

extension Catalog {
    /// How long a step works, counted from where the transaction takes no other operation any more; and how long at least.
    private static let planWork: (past: Duration, least: Duration) = (.milliseconds(3), .milliseconds(1))

    /// When a step has to end, so that no transaction works for longer than eight milliseconds.
    static func planDeadline(in context: borrowing WriteContext) -> ContinuousClock.Instant {
        max(context.deadline + planWork.past, .now + planWork.least)
    }

    /// Applies as many of the items as can be done shortly, at least one, and notes how far the plan came: all in one transaction.
    ///
    /// A tag goes into the trash with what it means; an item that is not as the inventory had it is skipped. Without an undo window the
    /// manifest is left to the collector's review, due at once: somebody may have been told that it is there.
    ///
    /// - Parameters:
    ///   - items: From where the plan stands.
    ///   - needed: Of the items those that have to stay since one before them was skipped, and the position of that one.
    /// - Returns: `nil` where the plan is not being applied, or stands elsewhere. Then nothing was done.
    package func applySome(_ items: [PlannedItem], of terms: PlanTerms, needed: [Int: Int]) async throws -> PlanStep? {
        try await writer.write { context in
            guard var row = try PlanRow.find(terms.plan, in: context), row.state == .applying, row.done == items.first?.position ?? row.itemCount
            else { return nil }
            let deadline = Self.planDeadline(in: context)
            var work = PlanWork(terms, needed: needed)
            for item in items {
                try work.apply(item, &context)
                row.done += 1
                if ContinuousClock.now >= deadline { break }
            }
            try work.save(in: context)
            row.deleted += work.deleted
            row.skipped += work.skips.count
            if row.done == row.itemCount {
                row.state = .applied
                row.finishedAt = context.now.millisecondsSince1970
            }
            try row.save(in: context)
            return PlanStep(next: row.done, isLast: row.done == row.itemCount, skips: work.skips)
        }
    }
}
