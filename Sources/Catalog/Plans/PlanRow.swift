import GRDB
import StageModel

/// A row of `plans`: how a plan stands.
struct PlanRow: Hashable, Sendable {
    let id: String
    let project: String
    var state: CleanupRecord.State
    let receivedAt: Int64
    var finishedAt: Int64?
    let itemCount: Int
    var received = 0
    /// Items that applying has looked at.
    var done = 0
    var deleted = 0
    var skipped = 0
    /// Items that taking back has looked at.
    var undone = 0
    var restored = 0
    var message: String?

    static func find(_ id: String, in context: borrowing WriteContext) throws -> PlanRow? {
        try context.db.row(Queries.plan, [id])?.plan()
    }

    func insert(in context: borrowing WriteContext) throws {
        try context.execute(
            "INSERT INTO plans (id, project, state, received_at, item_count) VALUES (?, ?, ?, ?, ?)",
            [id, project, state.rawValue, receivedAt, itemCount])
    }

    func save(in context: borrowing WriteContext) throws {
        try context.execute(
            """
            UPDATE plans SET state = ?, finished_at = ?, received = ?, done = ?, deleted = ?, skipped = ?, undone = ?, restored = ?, message = ?
            WHERE id = ?
            """, [state.rawValue, finishedAt, received, done, deleted, skipped, undone, restored, message, id])
    }

    func record(_ order: CleanupOrder) -> CleanupRecord {
        CleanupRecord(
            id: id, order: order, state: state, receivedAt: receivedAt, finishedAt: finishedAt, done: done, deleted: deleted, skipped: skipped,
            restored: restored, message: message)
    }
}

extension Row {
    /// Reads the columns of ``Queries/planColumns``.
    func plan() throws -> PlanRow {
        guard let state = CleanupRecord.State(rawValue: self[2]) else { throw CatalogError.damagedRow("a plan") }
        return PlanRow(
            id: self[0], project: self[1], state: state, receivedAt: self[3], finishedAt: self[4], itemCount: self[5], received: self[6],
            done: self[7], deleted: self[8], skipped: self[9], undone: self[10], restored: self[11], message: self[12])
    }
}
