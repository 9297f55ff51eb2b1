import RegistryClient
import StageModel

/// Follows a plan on the server to its end.
struct PlanWatch {
    let client: RegistryClient
    let context: CommandContext

    private static let firstPause = Duration.milliseconds(20)
    private static let longestPause = Duration.milliseconds(500)
    /// How long a server may be away: a restart goes on with the plan.
    private static let patience = Duration.seconds(120)

    /// Waits until a plan is neither being applied nor taken back any more.
    ///
    /// - Parameter what: For the line on a terminal: `deleting`.
    /// - Returns: The record then, also of a plan that failed.
    /// - Throws: ``ClientError``, `CancellationError`; the server goes on then.
    func end(of record: CleanupRecord, what: String) async throws -> CleanupRecord {
        var line = ProgressLine(context.terminal)
        defer { line.clear() }
        var record = record
        var pause = Self.firstPause
        while record.isInProgress {
            line.draw(what, done: record.done, of: record.order.itemCount)
            try await Task.sleep(for: pause)
            pause = min(pause * 2, Self.longestPause)
            record = try await look(at: record.id, &line)
        }
        return record
    }

    private func look(at id: String, _ line: inout ProgressLine) async throws -> CleanupRecord {
        let deadline = ContinuousClock.now + Self.patience
        var wasSaid = false
        while true {
            do {
                return try await client.plan(id)
            } catch let error as ClientError where error.code == .unreachable && ContinuousClock.now < deadline {
                if !wasSaid {
                    line.clear()
                    context.messages.warn("\(error.message); waiting for it")
                }
                wasSaid = true
                try await Task.sleep(for: .seconds(1))
            }
        }
    }

    /// All that a plan left alone; of one that was taken back, what could not be restored.
    func skipped(_ record: CleanupRecord) async throws -> [SkippedItem] {
        guard record.skipped > 0 || record.state == .undone else { return [] }
        var items: [SkippedItem] = []
        var cursor: String?
        repeat {
            let page = try await client.skippedItems(of: record.id, after: cursor, limit: 1000)
            items += page.items
            cursor = page.next
        } while cursor != nil
        return record.state == .undone ? items.filter { $0.cause.isOfRestoration } : items
    }
}

extension CleanupRecord {
    var isInProgress: Bool { state == .applying || state == .undoing }
}
