import StageModel

/// What `cleanup show` shows: the record of a plan, and what became of each of its items.
struct CleanupAudit: Encodable, Sendable {
    let record: CleanupRecord
    let items: [CleanupOutcome]

    /// - Parameter isFull: Whole tags and digests.
    func text(isFull: Bool = false) -> String {
        RecordTable.description(record).text + (items.isEmpty ? "" : "\n" + table(isFull: isFull).text)
    }

    private func table(isFull: Bool) -> Table {
        let hasDetails = items.contains { $0.detail != nil }
        var table = Table(
            [.text("OUTCOME"), .text("REPOSITORY"), .text("TAG"), .text("KIND"), .text("RULE"), .text("WHY")]
                + (hasDetails ? [.text("WHAT HAPPENED")] : []))
        for outcome in items {
            let item = outcome.item
            let name = item.tag ?? item.digest
            table.add(
                [
                    outcome.state.rawValue, item.repository, (item.tag == nil ? "@" : "") + (isFull ? name : Humanly.short(name)),
                    item.kind == .service ? "record" : item.kind.rawValue, item.rule, item.reason,
                ] + (hasDetails ? [outcome.detail ?? ""] : []))
        }
        return table
    }
}
