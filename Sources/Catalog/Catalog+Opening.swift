import GRDB
package import Logging
package import StageModel

extension Catalog {
    package struct Configuration: Sendable {
        /// How many reads can run at once.
        package var readerCount = 4
        /// The page cache of each reader, in KiB.
        package var readerCacheKiB = 2 * 1024
        /// The page cache of the writer, in KiB.
        package var writerCacheKiB = 8 * 1024
        /// Pages of 4 KiB that come together in the log before they are moved into the database. With SQLite's 1000 a page of an index
        /// that a plan touches all over is moved, and waited for, again and again. On a full disk the log may need so much room.
        package var logPages = 8000
        /// How long to wait for a lock that another process holds (an operator's `sqlite3`).
        package var busyTimeout = Duration.seconds(5)
        /// After so much work a transaction takes no further operation. Tests set it, to know what shares a commit.
        var maximumWork = Duration.milliseconds(5)
        /// Told of each commit; for tests.
        var didCommit: (@Sendable (SharedCommitWriter.Commit) -> Void)?

        package init() {}
    }

    /// Opens the catalog at `path`, or makes one; brings its schema up to date. Takes as long with a million rows as with
    /// none. Blocks.
    ///
    /// One process at a time may do so; the lock of the data folder sees to that. It takes a little room on the disk.
    ///
    /// - Throws: ``CatalogError``; with code `newerSchema` where a newer version of Stowage wrote it, `noSpace` on a full disk.
    package static func open(
        at path: String, configuration: Configuration = Configuration(), clock: @escaping @Sendable () -> Timestamp, logger: Logger
    ) throws -> Catalog {
        do {
            let pool = try DatabasePool(path: path, configuration: configuration.database)
            let migrator = CatalogSchema.migrator
            if try pool.read({ db in try migrator.hasBeenSuperseded(db) }) {
                try pool.close()
                throw CatalogError(
                    .newerSchema,
                    "the catalog \(path) was written by a newer version of Stowage; start that version, or restore a copy from before the upgrade")
            }
            // GRDB sets NORMAL after the connection was prepared.
            try pool.writeWithoutTransaction { db in try SharedCommitWriter.setSynchronous("FULL", of: db) }
            // It writes even where nothing is left to do, for which a full disk has no room.
            if try !pool.read({ db in try migrator.hasCompletedMigrations(db) }) { try migrator.migrate(pool) }
            try pool.writeWithoutTransaction { db in try db.execute(sql: CatalogSchema.departures) }
            let usesLostAt = try beginUses(pool, before: clock())
            let catalog = Catalog(pool: pool, configuration: configuration, usesLostAt: usesLostAt, clock: clock, logger: logger)
            for id in try pool.read({ db in try Int64.fetchAll(db, sql: Queries.looseManifests) }) {
                catalog.remove(LooseManifest(id: id))
            }
            return catalog
        } catch {
            throw CatalogError.wrapping(error)
        }
    }

    /// Notes that marks of use may be in memory from now on; and where the last process didn't say that it wrote down its own, that
    /// some were lost.
    ///
    /// - Returns: When marks were lost last.
    private static func beginUses(_ pool: DatabasePool, before now: Timestamp) throws -> Timestamp? {
        try pool.writeWithoutTransaction { db in
            try db.execute(
                sql: "UPDATE catalog_state SET uses_lost_at = iif(is_open, ?, uses_lost_at), is_open = 1",
                arguments: [now.millisecondsSince1970 - 1])
            return try Int64.fetchOne(db, sql: "SELECT uses_lost_at FROM catalog_state").map { Timestamp(millisecondsSince1970: $0) }
        }
    }
}

extension Catalog.Configuration {
    fileprivate var database: GRDB.Configuration {
        var database = GRDB.Configuration()
        database.label = "catalog"
        database.maximumReaderCount = readerCount
        database.busyMode = .timeout(busyTimeout / .seconds(1))
        database.foreignKeysEnabled = true
        // Not to be used; but GRDB ends the process over a transaction left open, and a disk that can't even roll back must
        // not do that.
        database.allowsUnsafeTransactions = true
        database.prepareDatabase { [readerCacheKiB, writerCacheKiB, logPages] db in
            let isReader = db.configuration.readonly
            // Savepoints and sorts stay in memory; what they hold is bounded by the size of a transaction.
            try db.execute(sql: "PRAGMA temp_store = MEMORY")
            try db.execute(sql: "PRAGMA cache_size = -\(isReader ? readerCacheKiB : writerCacheKiB)")
            // No memory map: an I/O error behind one ends the process, and its pages count as the process' memory.
            try db.execute(sql: "PRAGMA mmap_size = 0")
            // Only the writer moves pages from the log into the database: two connections doing so at once is what SQLite's
            // "WAL-reset" bug of 2026 needs.
            try db.execute(sql: "PRAGMA wal_autocheckpoint = \(isReader ? 0 : logPages)")
            // The log is cut to this when it starts anew after a burst.
            if !isReader { try db.execute(sql: "PRAGMA journal_size_limit = \(64 * 1024 * 1024)") }
        }
        return database
    }
}
