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
            try await catalog.markSuspect(Digest.of("one"))
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
                UploadRecord(id: id, repository: .app, algorithm: .sha256, startedAt: catalog.now, touchedAt: catalog.now))
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
                    { try await catalog.recordProgress(of: id, offset: 1) },
                    { try await catalog.recordBlob(Digest.of("one"), size: 3, in: .app, completing: id) },
                    { try await catalog.recordProgress(of: id, offset: 2) },
                ])
            for result in results { try result.get() }
            let containing = commits.all.dropFirst()
            #expect(containing.map(\.operations).reduce(0, +) == 3)
            #expect(containing.first?.synchronous == Self.full)
        }
    }

    @Test func theFileIsSetUpAsMeant() async throws {
        try await TemporaryCatalog.use { temporary in
            func pragma(_ name: String, _ db: Database) throws -> String? { try String.fetchOne(db, sql: "PRAGMA \(name)") }
            try await temporary.catalog.pool.writeWithoutTransaction { db in
                #expect(try pragma("journal_mode", db) == "wal")
                #expect(try pragma("synchronous", db) == "2")
                #expect(try pragma("foreign_keys", db) == "1")
                #expect(try pragma("wal_autocheckpoint", db) == "1000")
                #expect(try pragma("mmap_size", db) == "0")
                #expect(try pragma("cache_size", db) == "-8192")
                #expect(try pragma("application_id", db) == "\(0x5374_6f77)")
            }
            try await temporary.catalog.pool.read { db in
                #expect(try pragma("wal_autocheckpoint", db) == "0")
                #expect(try pragma("cache_size", db) == "-2048")
                #expect(try pragma("mmap_size", db) == "0")
            }
        }
    }

    @Test func tablesAreStrict() async throws {
        try await TemporaryCatalog.use { temporary in
            #expect(
                try temporary.rows(
                    "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND NOT strict AND name NOT LIKE 'sqlite_%'")
                    == ["grdb_migrations"])
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
