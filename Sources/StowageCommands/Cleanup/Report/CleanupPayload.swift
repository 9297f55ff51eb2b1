import ArgumentParser
import StageModel

/// What `--format json` shows of a plan that was applied or taken back.
struct CleanupPayload: Encodable, Sendable {
    /// Absent where the plan deletes nothing: the server was not asked.
    let record: CleanupRecord?
    let skipped: [SkippedItem]
    /// What leaves the disk, in bytes, and when at the latest; known to who made the plan.
    var bytes: Int64?
    var freedAt: Int64?
    var missedBudget: Int64?

    var text: String {
        guard let record else { return "nothing to delete\n" }
        return RecordTable.description(record).text + (skipped.isEmpty ? "" : "\n" + RecordTable.skipped(skipped).text)
    }

    /// Of the process: 3 where not everything was done.
    var exitCode: ExitCode {
        skipped.isEmpty && (record?.skipped ?? 0) == 0 && missedBudget == nil ? .success : ExitCode(CommandError.Code.partial.exitCode)
    }
}
