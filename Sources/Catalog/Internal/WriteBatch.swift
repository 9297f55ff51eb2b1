import GRDB
import StageModel

/// The operations of one transaction, and what came of them so far.
struct WriteBatch {
    private(set) var changes: [Change] = []
    private(set) var answers: [@Sendable () -> Void] = []
    private(set) var done: [QueuedWrite] = []

    /// Runs operations until all are done or `deadline` has passed, each in a savepoint of its own, so that one that fails
    /// leaves the others as they are. At least one is run.
    ///
    /// - Returns: How many were run.
    /// - Throws: An error after which the transaction is lost.
    mutating func run(_ operations: [QueuedWrite], in db: Database, clock: () -> Timestamp, until deadline: ContinuousClock.Instant) throws -> Int {
        // The transaction itself does for an operation that is alone.
        let needsSavepoints = operations.count > 1
        for (index, operation) in operations.enumerated() {
            if index > 0, ContinuousClock.now >= deadline { return index }
            done.append(operation)
            let context = WriteContext(db: db, now: clock(), deadline: deadline)
            try run(operation, context, inSavepoint: needsSavepoints)
        }
        return operations.count
    }

    private mutating func run(_ operation: QueuedWrite, _ initial: WriteContext, inSavepoint: Bool) throws {
        let db = initial.db
        var context = initial
        if inSavepoint { try db.cachedStatement(sql: "SAVEPOINT operation").execute() }
        do {
            answers.append(try operation.perform(&context))
            changes += context.changes
        } catch {
            // A full or failing disk can make SQLite roll back the whole transaction by itself.
            guard inSavepoint, db.isInsideTransaction else { throw error }
            try db.cachedStatement(sql: "ROLLBACK TO SAVEPOINT operation").execute()
            answers.append { operation.fail(CatalogError.wrapping(error)) }
        }
        if inSavepoint { try db.cachedStatement(sql: "RELEASE SAVEPOINT operation").execute() }
    }
}
