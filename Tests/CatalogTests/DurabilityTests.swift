import ContentHashing
import GRDB
import OCIModel
import StowageTestSupport
import Synchronization
import Testing

@testable import Catalog

/// What SQLite was told about waiting for the disk, as it said itself at each commit.
@Suite struct DurabilityTests {
    static let normal = 1
    static let full = 2

    final class Commits: Sendable {
        private let list = Mutex<[SharedCommitWriter.Commit]>([])
        var all: [SharedCommitWriter.Commit] { list.withLock { $0 } }

        var configuration: Catalog.Configuration {
            var configuration = Catalog.Configuration()
            configuration.maximumWork = .seconds(60)
            configuration.didCommit = { commit in self.list.withLock { $0.append(commit) } }
            return configuration
        }
    }

    @Test func durableOperationsCommitWithFull() async throws {
        let commits = Commits()
        try await TemporaryCatalog.use(configuration: commits.configuration) { temporary in
            let catalog = temporary.catalog
            let manifest = try await catalog.push(image: "one", tags: ["a"])
            #expect(try await catalog.mountBlob(Digest.of("one"), from: nil, into: .other) != .unknown)
            try await catalog.markSuspect(try #require(try await catalog.blob(Digest.of("one"))))
            #expect(try await catalog.deleteTag("a", from: .app) == .deleted)
            #expect(try await catalog.deleteManifest(manifest.digest, from: .app) == .deleted)
            #expect(try await catalog.unlinkBlob(Digest.of("one"), from: .app) == .deleted)
            #expect(commits.all.count == 8)
            #expect(commits.all.allSatisfy { $0.synchronous == Self.full })
        }
    }

    @Test func uploadsAloneCommitWithNormal() async throws {
        let commits = Commits()
        try await TemporaryCatalog.use(configuration: commits.configuration) { temporary in
            let catalog = temporary.catalog
            let id = UploadID()
            try await catalog.openUpload(
                UploadRecord(id: id, repository: .app, algorithm: .sha256, startedAt: temporary.clock.now, touchedAt: temporary.clock.now))
            try await catalog.recordProgress(of: id, offset: 1)
            #expect(commits.all.map(\.synchronous) == [Self.normal, Self.normal])
            try await catalog.recordBlob(Digest.of("one"), size: 3, in: .app, completing: id)
            #expect(commits.all.map(\.synchronous) == [Self.normal, Self.normal, Self.full])
            try await catalog.closeUpload(id)
            #expect(commits.all.map(\.synchronous) == [Self.normal, Self.normal, Self.full, Self.normal])
            let counts = catalog.commitCounts
            #expect(counts.durableCommits == 1)
            #expect(counts.relaxedCommits == 3)
        }
    }

    @Test func oneDurableOperationMakesTheBatchDurable() async throws {
        let commits = Commits()
        try await TemporaryCatalog.use(configuration: commits.configuration) { temporary in
            let catalog = temporary.catalog
            let id = UploadID()
            let results = try await WriterHold.share(
                catalog,
                [
                    { @Sendable in try await catalog.recordProgress(of: id, offset: 1) },
                    { @Sendable in try await catalog.recordBlob(Digest.of("one"), size: 3, in: .app, completing: id) },
                    { @Sendable in try await catalog.recordProgress(of: id, offset: 2) },
                ])
            for result in results { try result.get() }
            let containing = commits.all.dropFirst()
            #expect(containing.map(\.operations).reduce(0, +) == 3)
            #expect(containing.first?.synchronous == Self.full)
        }
    }

    @Test func theFileIsSetUpAsMeant() async throws {
        @Sendable func pragmas(_ names: [String], of db: Database) throws -> [String: String] {
            var values: [String: String] = [:]
            for name in names { values[name] = try String.fetchOne(db, sql: "PRAGMA \(name)") }
            return values
        }
        try await TemporaryCatalog.use { temporary in
            let pool = temporary.catalog.pool
            let ofWriter = [
                "journal_mode": "wal", "synchronous": "2", "foreign_keys": "1", "wal_autocheckpoint": "8000", "mmap_size": "0",
                "cache_size": "-8192", "application_id": "\(0x5374_6f77)",
            ]
            let writer = try await pool.writeWithoutTransaction { db in try pragmas(Array(ofWriter.keys), of: db) }
            #expect(writer == ofWriter)
            let ofReaders = ["wal_autocheckpoint": "0", "cache_size": "-2048", "mmap_size": "0", "query_only": "0"]
            let reader = try await pool.read { db in try pragmas(Array(ofReaders.keys), of: db) }
            #expect(reader == ofReaders)
        }
    }

    @Test func tablesAreStrict() async throws {
        try await TemporaryCatalog.use { temporary in
            let others = try temporary.rows(
                "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND NOT strict AND name NOT LIKE 'sqlite_%'")
            #expect(others == ["grdb_migrations"])
        }
    }

    /// After a commit that failed at the disk the log is started anew before the next durable commit.
    @Test func aDoubtfulLogIsNotBuiltUpon() async throws {
        try await TemporaryCatalog.use { temporary in
            let catalog = temporary.catalog
            try await catalog.push(image: "one", tags: ["a"])
            await #expect(throws: CatalogError.self) {
                try await catalog.writer.write { _ in throw DatabaseError(resultCode: .SQLITE_IOERR_FSYNC) }
            }
            try await catalog.push(image: "two", tags: ["b"])
            let frames = try await catalog.pool.writeWithoutTransaction { db in try db.checkpoint(.passive) }
            #expect(frames.walFrameCount < 60, "the log holds what came after, and not what came before")
            #expect(try await catalog.manifest(.tag("a"), in: .app) != nil)
            #expect(try await catalog.manifest(.tag("b"), in: .app) != nil)
        }
    }
}
