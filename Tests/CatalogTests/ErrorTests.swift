import ContentHashing
import GRDB
import OCIModel
import StowageTestSupport
import Testing

@testable import Catalog

@Suite struct ErrorTests {
    @Test(arguments: [
        (ResultCode.SQLITE_FULL, CatalogError.Code.noSpace), (.SQLITE_IOERR_SHMSIZE, .noSpace), (.SQLITE_IOERR, .io), (.SQLITE_IOERR_FSYNC, .io),
        (.SQLITE_IOERR_WRITE, .io),
        (.SQLITE_CANTOPEN, .io), (.SQLITE_READONLY, .io), (.SQLITE_BUSY, .busy), (.SQLITE_BUSY_RECOVERY, .busy), (.SQLITE_LOCKED, .busy),
        (.SQLITE_CORRUPT, .damaged), (.SQLITE_NOTADB, .damaged), (.SQLITE_NOMEM, .internalFailure), (.SQLITE_IOERR_NOMEM, .internalFailure),
        (.SQLITE_CONSTRAINT_UNIQUE, .internalFailure), (.SQLITE_ERROR, .internalFailure),
    ]) func everyResultHasItsCode(_ result: ResultCode, _ code: CatalogError.Code) throws {
        let error = try #require(CatalogError.wrapping(DatabaseError(resultCode: result)) as? CatalogError)
        #expect(error.code == code)
        #expect(!error.message.isEmpty)
        #expect(error.cause is DatabaseError)
    }

    @Test func otherErrorsPass() {
        #expect(CatalogError.wrapping(CancellationError()) is CancellationError)
        #expect((CatalogError.wrapping(CatalogError.closed) as? CatalogError)?.code == .closed)
    }

    /// A full disk refuses what grows and loses nothing; reads go on, and writes do when there is room.
    @Test func aFullDisk() async throws {
        try await TemporaryCatalog.use { temporary in
            let catalog = temporary.catalog
            let image = try await catalog.push(image: "one", tags: ["a"])
            let pages = try await catalog.pool.writeWithoutTransaction { db in
                let pages = try Int.fetchOne(db, sql: "PRAGMA page_count") ?? 0
                try db.execute(sql: "PRAGMA max_page_count = \(pages + 2)")
                return pages
            }
            let large = try Manifest(parsing: ManifestBuilder.index().bytes(paddedTo: 1_000_000), contentType: nil)
            let error = await #expect(throws: CatalogError.self) { try await catalog.publishManifest(large, tags: ["b"], in: .app) }
            #expect(error?.code == .noSpace)
            #expect(try await catalog.manifest(.digest(large.digest), in: .app) == nil)
            #expect(try await catalog.manifest(.tag("a"), in: .app)?.digest == image.digest)

            let results = try await WriterHold.share(
                catalog,
                [
                    { @Sendable in try await catalog.deleteTag("a", from: .app) == .deleted },
                    { @Sendable in try await catalog.publishManifest(large, tags: ["b"], in: .app) == .published },
                    { @Sendable in try await catalog.deleteTag("none", from: .app) == .unknown },
                ])
            #expect(throws: CatalogError.self) { try results[1].get() }
            let tag = try await catalog.manifest(.tag("a"), in: .app)
            switch results[0] {
            case .success: #expect(tag == nil, "acknowledged")
            case .failure: #expect(tag != nil, "refused")
            }

            try await catalog.pool.writeWithoutTransaction { db in try db.execute(sql: "PRAGMA max_page_count = \(pages + 10_000)") }
            #expect(try await catalog.publishManifest(large, tags: ["b"], in: .app) == .published)
            #expect(try await catalog.statistics() == temporary.countedStatistics())
        }
    }

    @Test func anotherProcessThatLocks() async throws {
        var configuration = Catalog.Configuration()
        configuration.busyTimeout = .milliseconds(50)
        try await TemporaryCatalog.use(configuration: configuration) { temporary in
            let catalog = temporary.catalog
            var other = GRDB.Configuration()
            other.allowsUnsafeTransactions = true
            let shell = try DatabaseQueue(path: temporary.path, configuration: other)
            try await shell.writeWithoutTransaction { db in try db.execute(sql: "BEGIN IMMEDIATE") }
            let error = await #expect(throws: CatalogError.self) {
                try await catalog.recordBlob(Digest.of("one"), size: 1, in: .app, completing: nil)
            }
            #expect(error?.code == .busy)
            #expect(try await catalog.blob(Digest.of("one")) == nil, "reads go on")
            try await shell.writeWithoutTransaction { db in try db.execute(sql: "ROLLBACK") }
            try shell.close()
            try await catalog.recordBlob(Digest.of("one"), size: 1, in: .app, completing: nil)
        }
    }

    @Test func rowsThatMakeNoSense() async throws {
        try await TemporaryCatalog.use { temporary in
            let catalog = temporary.catalog
            try await catalog.push(image: "one", tags: ["a"])
            try await catalog.pool.writeWithoutTransaction { db in
                try db.execute(sql: "UPDATE manifests SET digest = 'sha256:nonsense'; UPDATE tags SET name = 'not a tag'")
            }
            let error = await #expect(throws: CatalogError.self) { try await catalog.tags(in: .app, after: nil, limit: 10) }
            #expect(error?.code == .damaged)
        }
    }
}
