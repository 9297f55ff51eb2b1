import GRDB
import StageModel

/// What an operation of the writer works with, for as long as it runs.
struct WriteContext {
    let db: Database
    /// The time at which the operation happens.
    let now: Timestamp
    /// When the transaction has worked for so long that it takes no further operation.
    let deadline: ContinuousClock.Instant
    /// What the operation changed, to be told after the commit.
    var changes: [Change] = []

    func execute(_ sql: String, _ arguments: StatementArguments) throws {
        try db.cachedStatement(sql: sql).execute(arguments: arguments)
    }

    func integer(_ sql: String, _ arguments: StatementArguments) throws -> Int64? {
        try Int64.fetchOne(db.cachedStatement(sql: sql), arguments: arguments)
    }
}
