import ContentHashing
import FoundationEssentials
import GRDB
import OCIModel
import StowageTestSupport
import Testing

@testable import Catalog

@Suite struct OpeningTests {
    @Test func reopeningKeepsEverything() async throws {
        try await TemporaryCatalog.use { temporary in
            let first = temporary.catalog
            let manifest = try await first.push(image: "one", tags: ["a"])
            let upload = UploadRecord(
                id: UploadID(), repository: .app, algorithm: .sha256, offset: 7, startedAt: temporary.clock.now, touchedAt: temporary.clock.now)
            try await first.openUpload(upload)
            let statistics = try await first.statistics()
            try await first.close()
            let log = temporary.path + "-wal"
            if FileManager.default.fileExists(atPath: log) {
                let size = try FileManager.default.attributesOfItem(atPath: log)[.size] as? Int
                #expect(size == 0, "all is in the one file")
            }

            let second = try TemporaryCatalog.open(at: temporary.path)
            #expect(try await second.manifest(.tag("a"), in: .app)?.bytes == manifest.bytes)
            #expect(try await second.blob(Digest.of("one"), in: .app)?.size == 3)
            #expect(try await second.upload(upload.id, in: .app) == upload)
            #expect(try await second.statistics() == statistics)
            try await second.push(image: "two", tags: ["b"])
            #expect(try temporary.rows("SELECT generation FROM repositories") == ["7"])
            try await second.close()
        }
    }

    /// What a process leaves that ends without closing: the log is still there.
    @Test func recoversFromTheLog() async throws {
        try await TemporaryCatalog.use { temporary in
            try await temporary.catalog.push(image: "one", tags: ["a"])
            let copy = temporary.folder + "/copy.sqlite"
            for suffix in ["", "-wal"] {
                try FileManager.default.copyItem(atPath: temporary.path + suffix, toPath: copy + suffix)
            }
            let recovered = try TemporaryCatalog.open(at: copy)
            #expect(try await recovered.manifest(.tag("a"), in: .app) != nil)
            try await recovered.close()
        }
    }

    @Test func refusesANewerSchema() async throws {
        try await TemporaryCatalog.use { temporary in
            try await temporary.catalog.close()
            let queue = try DatabaseQueue(path: temporary.path)
            try await queue.write { db in try db.execute(sql: "INSERT INTO grdb_migrations VALUES ('99 from the future')") }
            try queue.close()
            let error = #expect(throws: CatalogError.self) { try TemporaryCatalog.open(at: temporary.path) }
            #expect(error?.code == .newerSchema)
            #expect(error?.message.contains("newer version") == true)
            #expect(error?.message.contains(temporary.path) == true)
        }
    }

    @Test func refusesWhatIsNotACatalog() async throws {
        try await TemporaryCatalog.use { temporary in
            let path = temporary.folder + "/text"
            #expect(FileManager.default.createFile(atPath: path, contents: Data(String(repeating: "no database ", count: 1000).utf8)))
            let notADatabase = #expect(throws: CatalogError.self) { try TemporaryCatalog.open(at: path) }
            #expect(notADatabase?.code == .damaged)
            let aFolder = #expect(throws: CatalogError.self) { try TemporaryCatalog.open(at: temporary.folder) }
            #expect(aFolder?.code == .io)
            let nowhere = #expect(throws: CatalogError.self) { try TemporaryCatalog.open(at: temporary.folder + "/none/x") }
            #expect(nowhere?.code == .io)
        }
    }

    @Test func everythingIsRefusedAfterClosing() async throws {
        try await TemporaryCatalog.use { temporary in
            let catalog = temporary.catalog
            try await catalog.close()
            try await catalog.close()
            let operations: [@Sendable () async throws -> Void] = [
                { try await catalog.recordBlob(Digest.of("one"), size: 1, in: .app, completing: nil) },
                { _ = try await catalog.blob(Digest.of("one")) }, { _ = try await catalog.tags(in: .app, after: nil, limit: 1) },
                { _ = try await catalog.deleteTag("a", from: .app) }, { _ = try await catalog.statistics() },
            ]
            for operation in operations {
                let error = await #expect(throws: CatalogError.self) { try await operation() }
                #expect(error?.code == .closed)
            }
        }
    }

    /// As an operator's `sqlite3` with an open transaction does.
    @Test func closesWhileAnotherProcessReads() async throws {
        try await TemporaryCatalog.use { temporary in
            let catalog = temporary.catalog
            try await catalog.push(image: "one", tags: ["a"])
            var configuration = GRDB.Configuration()
            configuration.allowsUnsafeTransactions = true
            let operators = try DatabaseQueue(path: temporary.path, configuration: configuration)
            try operators.inDatabase { db in
                try db.execute(sql: "BEGIN; SELECT count(*) FROM blobs")
                _ = try Row.fetchAll(db, sql: "SELECT * FROM blobs")
            }
            // So that the log holds what the other one doesn't see.
            try await catalog.push(image: "two", tags: ["b"])
            let time = try await ContinuousClock().measure { try await catalog.close() }
            #expect(time < .seconds(3), "nobody waits for long for an operator")
            await #expect(throws: DatabaseError.self, "the file is closed") { try await catalog.pool.read { _ in } }

            let second = try TemporaryCatalog.open(at: temporary.path)
            #expect(try await second.manifest(.tag("a"), in: .app) != nil)
            #expect(try await second.manifest(.tag("b"), in: .app) != nil)
            try await second.close()
            try operators.inDatabase { db in try db.execute(sql: "COMMIT") }
            try operators.close()
        }
    }

    /// Closing under load ends every operation one way or the other, and those that succeeded are there.
    @Test func closingFinishesWhatWasBegun() async throws {
        try await TemporaryCatalog.use { temporary in
            let catalog = temporary.catalog
            let recorded = try await withThrowingTaskGroup(of: Bool.self) { group in
                for number in 0..<200 {
                    group.addTask {
                        do {
                            try await catalog.recordBlob(Digest.of("\(number)"), size: 1, in: .app, completing: nil)
                            return true
                        } catch let error as CatalogError where error.code == .closed {
                            return false
                        }
                    }
                    group.addTask {
                        do {
                            _ = try await catalog.tags(in: .app, after: nil, limit: 10)
                        } catch let error as CatalogError where error.code == .closed {}
                        return false
                    }
                }
                group.addTask {
                    try await catalog.close()
                    return false
                }
                return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(try temporary.rows("SELECT count(*) FROM blobs") == ["\(recorded)"])
        }
    }

    /// 200,000 rows, written past the operations. What counts is that nothing is read through: time would tell on a busy
    /// machine only if it were very long.
    @Test func opensInTheSameTimeWhateverItHolds() async throws {
        try await TemporaryCatalog.use { temporary in
            try await temporary.catalog.pool.writeWithoutTransaction { db in
                try db.execute(
                    sql: """
                        BEGIN;
                        INSERT INTO repositories (id, name, created_at) VALUES (1, 'many', 0);
                        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)
                          INSERT INTO blobs (digest, size, created_at) SELECT printf('sha256:%064x', i), i, 0 FROM n;
                        INSERT INTO manifests (id, repository_id, digest, media_type, kind, size, generation, created_at)
                          VALUES (1, 1, printf('sha256:%064x', 1), 'a/b', 'other', 1, 1, 0);
                        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)
                          INSERT INTO tags SELECT 1, printf('tag-%d', i), 1, 1, 0, 0 FROM n;
                        COMMIT;
                        """)
            }
            try await temporary.catalog.close()
            let clock = ContinuousClock()
            var catalog: Catalog?
            let time = try clock.measure { catalog = try TemporaryCatalog.open(at: temporary.path) }
            #expect(time < .seconds(1))
            let statistics = try await catalog?.statistics()
            #expect(statistics?.blobs == 100_000)
            #expect(statistics?.tags == 100_000)
            try await catalog?.close()
        }
    }
}
