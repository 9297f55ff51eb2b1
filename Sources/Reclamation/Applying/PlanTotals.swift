import StageModel

/// What was done of plans since the server started, for `/metrics`.
package struct PlanTotals: Hashable, Sendable {
    package private(set) var applied = 0
    package private(set) var undone = 0
    /// Each is tried again when it is asked for.
    package private(set) var failed = 0
    package private(set) var deletedItems = 0
    package private(set) var restoredItems = 0
    /// Items that were not deleted, or could not be restored.
    package private(set) var skippedItems = 0

    /// Counts what became of a plan.
    mutating func count(_ record: CleanupRecord, since before: CleanupRecord) {
        deletedItems += record.deleted - before.deleted
        restoredItems += record.restored - before.restored
        skippedItems += record.skipped - before.skipped
        guard record.state != before.state else { return }
        switch record.state {
        case .applied: applied += 1
        case .undone: undone += 1
        case .failed: failed += 1
        case .receiving, .ready, .applying, .undoing: break
        }
    }
}
