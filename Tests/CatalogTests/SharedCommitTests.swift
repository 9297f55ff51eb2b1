import ContentHashing
import GRDB
import OCIModel
import StowageTestSupport
import Synchronization
import Testing

@testable import Catalog

@Suite struct SharedCommitTests {
    struct Failure: Error, Equatable {}

    /// A transaction takes whatever waits, on however busy a machine.
    static let patient: Catalog.Configuration = {
        var configuration = Catalog.Configuration()
        configuration.maximumWork = .seconds(60)
        return configuration
    }()

    @Test func waitingOperationsShareACommit() async throws {
        try await TemporaryCatalog.use(configuration: Self.patient) { temporary in
            let catalog = temporary.catalog
            let before = catalog.commitCounts
            let results = try await WriterHold.share(
                catalog,
                (0..<100).map { number in
                    { @Sendable in try await catalog.recordBlob(Digest.of("\(number)"), size: 1, in: .app, completing: nil) }
                })
            for result in results { try result.get() }
            let counts = catalog.commitCounts
            #expect(counts.operations - before.operations == 101)
            // One for the operation that held the writer, one for the hundred.
            #expect(counts.durableCommits - before.durableCommits == 2)
            #expect(try await catalog.statistics().blobs == 100)
            #expect(try temporary.rows("SELECT generation FROM repositories") == ["100"])
        }
    }

    @Test func aFailureLeavesTheOthers() async throws {
        try await TemporaryCatalog.use(configuration: Self.patient) { temporary in
            let catalog = temporary.catalog
            let failing: @Sendable () async throws -> Void = {
                try await catalog.writer.write { context in
                    try context.execute("INSERT INTO repositories (name, created_at) VALUES ('half', 0)", [])
                    context.changes.append(.blobLinked(.app, Digest.of("half")))
                    throw Failure()
                }
            }
            let invalid: @Sendable () async throws -> Void = {
                try await catalog.writer.write { context in
                    try context.execute("INSERT INTO repositories (name, created_at) VALUES ('half', 0)", [])
                    try context.execute("INSERT INTO blob_links (repository_id, blob_id, generation, created_at) VALUES (1, 999, 1, 0)", [])
                }
            }
            let told = Mutex<[Change]>([])
            catalog.changes.listen { changes in told.withLock { $0 += changes } }
            let results = try await WriterHold.share(
                catalog,
                [
                    { @Sendable in try await catalog.recordBlob(Digest.of("one"), size: 1, in: .app, completing: nil) }, failing, invalid,
                    { @Sendable in try await catalog.recordBlob(Digest.of("two"), size: 1, in: .app, completing: nil) },
                ])
            try results[0].get()
            #expect(throws: Failure.self) { try results[1].get() }
            let error = #expect(throws: CatalogError.self) { try results[2].get() }
            #expect(error?.code == .internalFailure)
            try results[3].get()
            #expect(try temporary.rows("SELECT name FROM repositories") == ["team/app"])
            #expect(told.withLock { $0 } == [.blobLinked(.app, Digest.of("one")), .blobLinked(.app, Digest.of("two"))])
        }
    }

    @Test func anOperationAloneThatFailsChangesNothing() async throws {
        try await TemporaryCatalog.use { temporary in
            let catalog = temporary.catalog
            await #expect(throws: Failure.self) {
                try await catalog.writer.write { context in
                    try context.execute("INSERT INTO repositories (name, created_at) VALUES ('half', 0)", [])
                    throw Failure()
                }
            }
            #expect(try temporary.rows("SELECT name FROM repositories") == [])
            try await catalog.push(image: "one", tags: ["a"])
        }
    }

    @Test func aCommitThatFailsFailsAll() async throws {
        try await TemporaryCatalog.use(configuration: Self.patient) { temporary in
            let catalog = temporary.catalog
            let told = Atomic(0)
            catalog.changes.listen { _ in told.add(1, ordering: .relaxed) }
            let results = try await WriterHold.share(
                catalog,
                [
                    { @Sendable in try await catalog.recordBlob(Digest.of("one"), size: 1, in: .app, completing: nil) },
                    { @Sendable in
                        // Found out by the commit only.
                        try await catalog.writer.write { context in
                            try context.db.execute(sql: "PRAGMA defer_foreign_keys = ON")
                            try context.execute(
                                "INSERT INTO blob_links (repository_id, blob_id, generation, created_at) VALUES (1, 999, 1, 0)", [])
                        }
                    },
                    { @Sendable in try await catalog.recordBlob(Digest.of("two"), size: 1, in: .app, completing: nil) },
                ])
            for result in results {
                #expect(throws: CatalogError.self) { try result.get() }
            }
            #expect(told.load(ordering: .relaxed) == 0)
            #expect(catalog.commitCounts.failedCommits == 1)
            #expect(try temporary.rows("SELECT name FROM repositories") == [])
            try await catalog.push(image: "one", tags: ["a"])
            #expect(try await catalog.statistics().tags == 1)
        }
    }

    @Test func manyMoreThanOneTransactionTakes() async throws {
        try await TemporaryCatalog.use { temporary in
            let catalog = temporary.catalog
            let count = 3 * SharedCommitWriter.maximumOperations
            try await withThrowingTaskGroup { group in
                for number in 0..<count {
                    group.addTask { try await catalog.recordBlob(Digest.of("\(number)"), size: 1, in: .app, completing: nil) }
                }
                try await group.waitForAll()
            }
            #expect(try await catalog.statistics().blobs == Int64(count))
            #expect(catalog.commitCounts.durableCommits < Int64(count))
        }
    }

    @Test func longWorkEndsTheTransaction() async throws {
        var configuration = Catalog.Configuration()
        configuration.maximumWork = .zero
        try await TemporaryCatalog.use(configuration: configuration) { temporary in
            let catalog = temporary.catalog
            let results = try await WriterHold.share(
                catalog,
                (0..<10).map { number in
                    { @Sendable in try await catalog.recordBlob(Digest.of("\(number)"), size: 1, in: .app, completing: nil) }
                })
            for result in results { try result.get() }
            #expect(catalog.commitCounts.durableCommits == 11)
            #expect(try await catalog.statistics().blobs == 10)
        }
    }

    @Test func aCancelledCallerStillGetsItsChange() async throws {
        try await TemporaryCatalog.use { temporary in
            let catalog = temporary.catalog
            let results = try await WriterHold.share(
                catalog,
                [
                    { @Sendable in
                        withUnsafeCurrentTask { $0?.cancel() }
                        try await catalog.recordBlob(Digest.of("one"), size: 1, in: .app, completing: nil)
                    }
                ])
            try results[0].get()
            #expect(try await catalog.blob(Digest.of("one"), in: .app) != nil)
        }
    }

    @Test func operationsKeepTheirOrder() async throws {
        try await TemporaryCatalog.use { temporary in
            let catalog = temporary.catalog
            let order = Mutex<[Int]>([])
            let results = try await WriterHold.share(
                catalog,
                (0..<50).map { number in
                    { @Sendable in try await catalog.writer.write(number % 3 == 0 ? .relaxed : .durable) { _ in order.withLock { $0.append(number) } }
                    }
                })
            #expect(results.count == 50)
            #expect(order.withLock { $0 } == Array(0..<50))
        }
    }
}
