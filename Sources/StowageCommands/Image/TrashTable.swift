import StageModel

/// What was deleted and can be restored.
enum TrashTable {
    static func list(_ entries: [TrashListing.Entry], now: Timestamp, isFull: Bool) -> Table {
        var table = Table([.text("TAG"), .text("DIGEST"), .text("DELETED"), .text("RESTORE UNTIL"), .text("PLAN"), .text("WHY")])
        for entry in entries {
            table.add([
                entry.tag.map { isFull ? $0 : Humanly.short($0) } ?? "", isFull ? entry.digest : Humanly.short(entry.digest),
                Humanly.age(of: entry.deletedAt, now: now), Humanly.moment(entry.expiresAt), entry.plan ?? "", entry.reason,
            ])
        }
        return table
    }

    /// - Parameter isFinal: Nothing can be restored.
    static func deleted(_ entries: [TrashListing.Entry], now: Timestamp, isFinal: Bool) -> Table {
        var table = Table([.text("DELETED"), .text("RESTORE UNTIL")])
        for entry in entries {
            table.add([name(entry), isFinal || entry.expiresAt <= now.millisecondsSince1970 ? "never" : Humanly.moment(entry.expiresAt)])
        }
        return table
    }

    static func restored(_ entries: [TrashListing.Entry]) -> Table {
        var table = Table([.text("RESTORED"), .text("DIGEST")])
        for entry in entries { table.add([name(entry), entry.digest]) }
        return table
    }

    private static func name(_ entry: TrashListing.Entry) -> String {
        entry.tag.map { "\(entry.repository):\($0)" } ?? "\(entry.repository)@\(entry.digest)"
    }
}
