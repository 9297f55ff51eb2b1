import ContentHashing
import OCIModel
import StowageTestSupport
import Synchronization
import Testing

@testable import Catalog

@Suite struct ChangeFeedTests {
    @Test func tellsEveryChangeInOrder() async throws {
        try await TemporaryCatalog.use { temporary in
            let catalog = temporary.catalog
            let told = Mutex<[Change]>([])
            catalog.changes.listen { changes in told.withLock { $0 += changes } }
            func take() -> [Change] {
                told.withLock { told in
                    defer { told = [] }
                    return told
                }
            }

            let first = try await catalog.push(image: "one", tags: ["a", "b"])
            #expect(
                take() == [
                    .blobLinked(.app, Digest.of("{}")), .blobLinked(.app, Digest.of("one")), .manifestPublished(.app, first.digest),
                    .tagMoved(.app, "a", first.digest), .tagMoved(.app, "b", first.digest),
                ])
            try await catalog.push(first, tags: ["a"], in: .app)
            try await catalog.markSuspect(try #require(try await catalog.blob(Digest.of("{}"))))
            #expect(take() == [])
            let second = try await catalog.push(image: "two", tags: ["b"])
            #expect(
                take() == [.blobLinked(.app, Digest.of("two")), .manifestPublished(.app, second.digest), .tagMoved(.app, "b", second.digest)])
            #expect(try await catalog.mountBlob(Digest.of("one"), from: .app, into: .other) != .unknown)
            #expect(take() == [.blobLinked(.other, Digest.of("one"))])
            #expect(try await catalog.deleteManifest(first.digest, from: .app) == .deleted)
            #expect(take() == [.tagDeleted(.app, "a"), .manifestDeleted(.app, first.digest)])
            #expect(try await catalog.deleteTag("b", from: .app) == .deleted)
            #expect(try await catalog.unlinkBlob(Digest.of("one"), from: .other) == .deleted)
            #expect(try await catalog.unlinkBlob(Digest.of("one"), from: .other) == .unknown)
            #expect(take() == [.tagDeleted(.app, "b"), .blobUnlinked(.other, Digest.of("one"))])
        }
    }

    /// Listeners see the change committed, and are done with it before the caller goes on.
    @Test func comesAfterTheCommitAndBeforeTheAnswer() async throws {
        let events = Mutex<[String]>([])
        @Sendable func note(_ event: String) { events.withLock { $0.append(event) } }
        var configuration = Catalog.Configuration()
        configuration.didCommit = { _ in note("commit") }
        try await TemporaryCatalog.use(configuration: configuration) { temporary in
            let catalog = temporary.catalog
            catalog.changes.listen { _ in
                do {
                    note("first sees \(try temporary.rows("SELECT count(*) FROM blobs"))")
                } catch {
                    note("\(error)")
                }
            }
            catalog.changes.listen { changes in note("second \(changes.count)") }
            try await catalog.recordBlob(Digest.of("one"), size: 3, in: .app, completing: nil)
            note("answer")
            #expect(events.withLock { $0 } == ["commit", "first sees [\"1\"]", "second 1", "answer"])
        }
    }

    @Test func oneCallForASharedCommit() async throws {
        try await TemporaryCatalog.use { temporary in
            let catalog = temporary.catalog
            let calls = Mutex<[Int]>([])
            catalog.changes.listen { changes in calls.withLock { $0.append(changes.count) } }
            let before = catalog.commitCounts.durableCommits
            _ = try await WriterHold.share(
                catalog,
                (0..<10).map { number in
                    { @Sendable in try await catalog.recordBlob(Digest.of("\(number)"), size: 1, in: .app, completing: nil) }
                })
            #expect(calls.withLock { $0.reduce(0, +) } == 10)
            #expect(calls.withLock { Int64($0.count) } == catalog.commitCounts.durableCommits - before - 1)
        }
    }
}
