import ArgumentParser
import StageModel

/// What `--format json` shows of a plan that was applied or taken back.
struct CleanupPayload: Encodable, Sendable {
    /// Absent where the plan deletes nothing: the server was not asked.
    let record: CleanupRecord?
    let skipped: [SkippedItem]
    /// What leaves the disk, in bytes, and when; known to who made the plan. Less where something was skipped.
    var bytes: Int64?
    var freedAt: Int64?
    var missedBudget: Int64?

    var text: String {
        guard let record else { return "nothing to delete\n" }
        return RecordTable.description(record, frees: frees).text + (skipped.isEmpty ? "" : "\n" + RecordTable.skipped(skipped).text)
    }

    private var frees: String? {
        guard let bytes, let freedAt else { return nil }
        return "\(skipped.isEmpty ? "" : "at most ")\(Humanly.bytes(bytes)), at \(Humanly.moment(freedAt)) at the latest"
    }

    /// Of the process: 3 where not everything was done.
    var exitCode: ExitCode {
        // Of one that was taken back the record counts what was left alone before, too.
        let isComplete = skipped.isEmpty && (record?.state == .undone || (record?.skipped ?? 0) == 0)
        return isComplete && missedBudget == nil ? .success : ExitCode(CommandError.Code.partial.exitCode)
    }
}
