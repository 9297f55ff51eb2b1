import StageModel

/// Plans that the server was handed, and what became of them.
enum RecordTable {
    static func list(_ records: [CleanupRecord], now: Timestamp) -> Table {
        var table = Table([
            .text("PLAN"), .text("ORIGIN"), .text("STATE"), .text("RECEIVED"), .number("ITEMS"), .number("DELETED"), .number("SKIPPED"),
            .number("RESTORED"), .text("MESSAGE"),
        ])
        for record in records {
            table.add([
                record.id, record.order.origin.rawValue, record.state.rawValue, Humanly.age(of: record.receivedAt, now: now),
                Humanly.number(record.order.itemCount), Humanly.number(record.deleted), Humanly.number(record.skipped),
                Humanly.number(record.restored), record.message ?? "",
            ])
        }
        return table
    }

    /// - Parameter frees: What leaves the disk and when, where that is known.
    static func description(_ record: CleanupRecord, frees: String? = nil) -> Table {
        let order = record.order
        return Table.description(of: [
            ("plan", record.id), ("project", order.project), ("origin", order.origin.rawValue), ("state", record.state.rawValue),
            ("made", Humanly.moment(order.createdAt)), ("received", Humanly.moment(record.receivedAt)),
            ("finished", record.finishedAt.map(Humanly.moment)), ("items", Humanly.number(order.itemCount)),
            ("deleted", Humanly.number(record.deleted)), ("skipped", Humanly.number(record.skipped)),
            ("restored", record.restored > 0 || record.state == .undone ? Humanly.number(record.restored) : nil), ("frees", frees),
            ("undo", undo(record)),
            ("message", record.message),
        ])
    }

    /// Until when, where there is still something to restore.
    private static func undo(_ record: CleanupRecord) -> String? {
        guard record.state == .applied, record.deleted > 0, let finished = record.finishedAt else { return nil }
        guard record.order.undoWindow > 0 else { return "not possible" }
        return "until \(Humanly.moment(finished + record.order.undoWindow)): stowage cleanup undo \(record.id)"
    }

    static func skipped(_ items: [SkippedItem]) -> Table {
        var table = Table([.text("REPOSITORY"), .text("TAG"), .text("CAUSE"), .text("WHAT HAPPENED")])
        for skipped in items {
            table.add([
                skipped.item.repository, skipped.item.tag.map(Humanly.short) ?? "@\(Humanly.short(skipped.item.digest))",
                skipped.cause.rawValue, skipped.detail,
            ])
        }
        return table
    }
}
