import StageModel

/// What `--format json` shows of a plan that was applied or taken back.
struct CleanupPayload: Encodable {
    let record: CleanupRecord
    let skipped: [SkippedItem]
    /// What leaves the disk, in bytes, and when at the latest; known to who made the plan.
    var bytes: Int64?
    var freedAt: Int64?
    var missedBudget: Int64?

    var table: String {
        RecordTable.description(record).text + (skipped.isEmpty ? "" : "\n" + RecordTable.skipped(skipped).text)
    }
}
