import GRDB
import Logging
import StageModel
import Synchronization

/// The one writer: runs operations in the order in which they arrive, and lets those that arrive while a transaction
/// commits share the next one.
///
/// An operation that was handed over is carried out, also when its caller is cancelled: something acknowledged or not can't
/// be half done.
final class SharedCommitWriter: Sendable {
    /// What a commit was, for tests and diagnosis.
    struct Commit: Hashable, Sendable {
        let operations: Int
        /// SQLite's own value of `PRAGMA synchronous` while it committed: 1 is NORMAL, 2 is FULL.
        let synchronous: Int
    }

    /// Bounds a transaction, so that nobody waits for long and the log does not grow.
    static let maximumOperations = 256

    private struct State {
        var queue: [QueuedWrite] = []
        var isRunning = false
        var isClosed = false
        var counts = CommitCounts()
    }

    private let pool: DatabasePool
    let clock: @Sendable () -> Timestamp
    private let changes: ChangeFeed
    private let logger: Logger
    private let maximumWork: Duration
    private let didCommit: (@Sendable (Commit) -> Void)?
    private let state = Mutex(State())
    /// Set and read on the writer's queue only; atomic to say so to the compiler.
    private let isRelaxed = Atomic(false)
    private let isInDoubt = Atomic(false)
    private let isFull = Atomic(false)

    init(
        pool: DatabasePool, clock: @escaping @Sendable () -> Timestamp, changes: ChangeFeed, logger: Logger,
        configuration: Catalog.Configuration
    ) {
        self.pool = pool
        self.clock = clock
        self.changes = changes
        self.logger = logger
        self.maximumWork = configuration.maximumWork
        self.didCommit = configuration.didCommit
    }

    var counts: CommitCounts { state.withLock { $0.counts } }
    /// Operations that wait for a transaction.
    var queuedCount: Int { state.withLock { $0.queue.count } }

    /// Runs `operation` in a transaction, and returns after it was committed and listeners were told.
    ///
    /// - Throws: ``CatalogError``, or what the operation threw; then it changed nothing.
    func write<Value: Sendable>(
        _ durability: QueuedWrite.Durability = .durable, _ operation: @escaping @Sendable (inout WriteContext) throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            enqueue(
                QueuedWrite(
                    durability: durability,
                    perform: { context in
                        let value = try operation(&context)
                        return { continuation.resume(returning: value) }
                    },
                    fail: { continuation.resume(throwing: $0) }))
        }
    }

    /// Refuses further operations, and returns when those accepted before are done.
    func close() async {
        state.withLock { $0.isClosed = true }
        // The connection's queue is serial: this comes after whatever is running or scheduled.
        await withCheckedContinuation { continuation in
            pool.asyncWriteWithoutTransaction { _ in continuation.resume() }
        }
    }

    /// Takes an operation for the next transaction, and returns at once.
    func enqueue(_ operation: QueuedWrite) {
        enum Next { case refuse, wait, start }
        let next = state.withLock { state -> Next in
            if state.isClosed { return .refuse }
            state.queue.append(operation)
            if state.isRunning { return .wait }
            state.isRunning = true
            return .start
        }
        switch next {
        case .refuse: operation.fail(CatalogError.closed)
        case .wait: break
        case .start: pool.asyncWriteWithoutTransaction { db in self.drain(db) }
        }
    }

    private func drain(_ db: Database) {
        var operations: [QueuedWrite] = []
        while true {
            operations = state.withLock { state in
                let taken = Array(state.queue.prefix(Self.maximumOperations))
                state.queue.removeFirst(taken.count)
                state.isRunning = !taken.isEmpty
                return taken
            }
            guard !operations.isEmpty else { return }
            while !operations.isEmpty {
                operations.removeFirst(commit(operations, in: db))
            }
        }
    }

    /// Commits as many of the operations as one transaction takes, and answers their callers. Where it fails all of them get
    /// the error.
    ///
    /// - Returns: How many were answered; at least one.
    private func commit(_ operations: [QueuedWrite], in db: Database) -> Int {
        var batch = WriteBatch()
        do {
            let isRelaxed = operations.allSatisfy { $0.durability == .relaxed }
            try prepare(db, isRelaxed: isRelaxed)
            try db.beginTransaction(.immediate)
            let count = try batch.run(operations, in: db, clock: clock, until: .now + maximumWork)
            let commit = try didCommit.map { _ in Commit(operations: count, synchronous: try Self.synchronous(of: db)) }
            try db.commit()
            state.withLock { state in
                state.counts.operations += Int64(count)
                state.counts.durableCommits += isRelaxed ? 0 : 1
                state.counts.relaxedCommits += isRelaxed ? 1 : 0
            }
            if let commit { didCommit?(commit) }
            changes.tell(batch.changes)
            for answer in batch.answers { answer() }
            return count
        } catch {
            let failed = batch.done.isEmpty ? operations : batch.done
            abandon(failed, in: db, because: error)
            return failed.count
        }
    }

    /// Sets how much a commit waits for the disk. SQLite refuses that inside a transaction, and runs the pragma while it is
    /// compiled, so it can't be a cached statement.
    private func prepare(_ db: Database, isRelaxed: Bool) throws {
        if !isRelaxed, isInDoubt.load(ordering: .relaxed) {
            // After a failed sync the system may have dropped pages of the log that later commits build on. Moving
            // everything into the database, synced, and starting the log anew leaves nothing that depends on them.
            try Self.setSynchronous("FULL", of: db)
            self.isRelaxed.store(false, ordering: .relaxed)
            try db.checkpoint(.truncate)
            isInDoubt.store(false, ordering: .relaxed)
        }
        if isFull.exchange(false, ordering: .relaxed) { startLogAnew(db) }
        guard isRelaxed != self.isRelaxed.load(ordering: .relaxed) else { return }
        try Self.setSynchronous(isRelaxed ? "NORMAL" : "FULL", of: db)
        self.isRelaxed.store(isRelaxed, ordering: .relaxed)
    }

    /// The log grows for a while before its pages are moved into the database. On a full disk they are moved as soon as it can't, and
    /// what is written next goes where they were.
    private func startLogAnew(_ db: Database) {
        do {
            // Waits for no reader. If one needs the log, it is for the next time.
            try db.checkpoint(.passive)
        } catch {
            logger.debug("on a full disk the catalog's log could not be moved into it", metadata: ["error": "\(CatalogError.wrapping(error))"])
        }
    }

    private func abandon(_ operations: [QueuedWrite], in db: Database, because error: any Error) {
        do {
            try db.rollback()
        } catch {
            logger.critical("the catalog could not roll back", metadata: ["error": "\(error)"])
        }
        if CatalogError.leavesDiskInDoubt(error) { isInDoubt.store(true, ordering: .relaxed) }
        state.withLock { state in
            state.counts.operations += Int64(operations.count)
            state.counts.failedCommits += 1
        }
        let wrapped = CatalogError.wrapping(error)
        if (wrapped as? CatalogError)?.code == .noSpace { isFull.store(true, ordering: .relaxed) }
        logger.error("a transaction of the catalog failed", metadata: ["error": "\(wrapped)", "operations": "\(operations.count)"])
        for operation in operations { operation.fail(wrapped) }
    }

    static func setSynchronous(_ level: String, of db: Database) throws {
        try db.execute(sql: "PRAGMA synchronous = \(level)")
    }

    static func synchronous(of db: Database) throws -> Int {
        try Int.fetchOne(db, sql: "PRAGMA synchronous") ?? 0
    }
}
