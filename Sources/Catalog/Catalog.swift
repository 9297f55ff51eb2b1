import Dispatch
import GRDB
import Logging
package import StageModel
import Synchronization

/// The facts: which repositories, blobs, links, manifests, tags, stages, leases and open uploads there are.
///
/// Every method is one atomic operation. Expected results are outcomes or `nil`; what is thrown is a ``CatalogError``, or a
/// `CancellationError` where a read was cancelled.
///
/// **Durability.** A change is on the disk when its method returns, and listeners of ``changes`` know of it. The records of
/// open uploads, renewals of leases and marks of use are relaxed: a power cut may take back the last of them, a crash of the
/// process none.
///
/// **Cancellation.** A change that was asked for is carried out, also when its caller is cancelled while it waits.
///
/// **Order.** Changes are made one after the other; those that arrive while a commit waits for the disk share the next one.
/// A read sees all that was acknowledged before it began, and all of it from one moment.
package final class Catalog: Sendable {
    /// Tells what changed, before it is acknowledged.
    package let changes: ChangeFeed

    /// When marks of use were lost, if any were before this process: by a crash or a kill, whose moment isn't known, until the next
    /// process began. What was used before may look unused.
    package let usesLostAt: Timestamp?

    let pool: DatabasePool
    let writer: SharedCommitWriter
    private let gate = ReadGate()
    let clock: @Sendable () -> Timestamp
    private let run: Mutex<LeaseRun>
    let logger: Logger

    init(pool: DatabasePool, configuration: Configuration, usesLostAt: Timestamp?, clock: @escaping @Sendable () -> Timestamp, logger: Logger) {
        let changes = ChangeFeed()
        self.changes = changes
        self.usesLostAt = usesLostAt
        self.pool = pool
        self.writer = SharedCommitWriter(pool: pool, clock: clock, changes: changes, logger: logger, configuration: configuration)
        self.clock = clock
        self.run = Mutex(LeaseRun(beganAt: clock()))
        self.logger = logger
    }

    var leaseRun: LeaseRun { run.withLock { $0 } }

    func restartLeases() {
        run.withLock { $0 = LeaseRun(beganAt: clock()) }
    }

    /// How many operations shared how many commits.
    package var commitCounts: CommitCounts { writer.counts }

    /// Finishes what was begun and closes the file; everything afterwards throws ``CatalogError`` with code `closed`. Closing
    /// again does nothing.
    ///
    /// The log is moved into the file before, unless another process reads (an operator's `sqlite3`) or the disk is full; then
    /// the next opening finds it there.
    package func close() async throws {
        guard gate.close() else { return }
        await writer.close()
        await gate.drain()
        let (pool, logger) = (pool, logger)
        let closing = DispatchQueue(label: "catalog.close")
        do {
            // Both block.
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
                closing.async {
                    continuation.resume(
                        with: Result {
                            do {
                                // So that a copy of the one file shows everything.
                                try pool.writeWithoutTransaction { db in
                                    try db.execute(sql: "PRAGMA busy_timeout = 250")
                                    _ = try db.checkpoint(.truncate)
                                }
                            } catch {
                                logger.notice(
                                    "the catalog was closed with a log beside it, which the next start takes up",
                                    metadata: ["reason": "\(CatalogError.wrapping(error))"])
                            }
                            try pool.close()
                        })
                }
            }
        } catch {
            throw CatalogError.wrapping(error)
        }
        logger.debug("catalog closed")
    }

    /// Reads several statements' worth from one moment.
    func read<Value: Sendable>(_ body: @Sendable (Database) throws -> Value) async throws -> Value {
        try await gate.read { try await pool.read(body) }
    }

    /// Reads with one statement, which is a moment by itself. Spares the transaction around it.
    func readOnce<Value: Sendable>(_ body: @Sendable (Database) throws -> Value) async throws -> Value {
        try await gate.read { try await pool.unsafeRead(body) }
    }
}
