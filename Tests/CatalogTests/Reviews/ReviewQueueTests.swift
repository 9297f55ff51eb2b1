import Catalog
import ContentHashing
import GRDB
import OCIModel
import StageModel
import StowageTestSupport
import Testing

/// Each change that may drop a last reference queues a review, in its own transaction.
@Suite struct ReviewQueueTests {
    @Test func anUploadAndAMountQueue() async throws {
        try await TemporaryCatalog.use { temporary in
            let catalog = temporary.catalog
            try await catalog.recordBlob(Digest.of("one"), size: 3, in: .app, completing: nil)
            #expect(try temporary.blobReviews() == ["one": nil])
            try await catalog.dateBlobReviews(dueAt: temporary.clock.now)
            #expect(try temporary.blobReviews() == ["one": temporary.clock.now])
            #expect(try await catalog.mountBlob(Digest.of("one"), from: .app, into: .other) != .unknown)
            #expect(try temporary.blobReviews() == ["one": nil], "it is put off")
            try await catalog.dateBlobReviews(dueAt: temporary.clock.now)
            #expect(try await catalog.mountBlob(Digest.of("one"), from: .app, into: .other) != .unknown)
            #expect(try temporary.blobReviews() == ["one": temporary.clock.now], "the link was there already")
        }
    }

    @Test func theEndOfALinkQueues() async throws {
        try await TemporaryCatalog.use { temporary in
            let catalog = temporary.catalog
            try await catalog.recordBlob(Digest.of("one"), size: 3, in: .app, completing: nil)
            try temporary.emptyQueues()
            #expect(try await catalog.unlinkBlob(Digest.of("one"), from: .app) == .deleted)
            #expect(try temporary.blobReviews() == ["one": nil])
        }
    }

    @Test func aRemovedManifestQueuesWhatItNames() async throws {
        try await TemporaryCatalog.use { temporary in
            let catalog = temporary.catalog
            let image = try await catalog.push(image: "one", "two", tags: ["a"])
            try await catalog.push(image: "two", "three", tags: ["b"])
            try temporary.emptyQueues()
            #expect(try await catalog.deleteManifest(image.digest, from: .app) == .deleted)
            #expect(try temporary.blobReviews() == ["{}": nil, "one": nil, "two": nil])
        }
    }

    @Test func soDoesOneThatIsRemovedInSteps() async throws {
        try await TemporaryCatalog.use { temporary in
            let catalog = temporary.catalog
            let layers = (0..<1200).map { "layer \($0)" }
            let image = try await catalog.push(try ManifestBuilder.image(layers: layers).manifest(), in: .app)
            try temporary.emptyQueues()
            #expect(try await catalog.deleteManifest(image.digest, from: .app) == .deleted)
            try await StepTests.waitForRemoval(temporary)
            #expect(try temporary.blobReviews().count == 1201)
        }
    }

    @Test func anIndexQueuesItsEntriesAndASubjectItsReferrers() async throws {
        try await TemporaryCatalog.use { temporary in
            let catalog = temporary.catalog
            let first = try await catalog.push(image: "one")
            let second = try await catalog.push(image: "two")
            let elsewhere = try await catalog.push(image: "one", in: .other)
            #expect(elsewhere.digest == first.digest)
            let index = try await catalog.push(try ManifestBuilder.index(of: [first, second]).manifest(), tags: ["a"], in: .app)
            let referrer = try await catalog.push(try ManifestBuilder.referrer(to: index.descriptor, artifactType: "a/b").manifest(), in: .app)
            #expect(try temporary.manifestReviews() == [])
            #expect(try await catalog.deleteManifest(index.digest, from: .app) == .deleted)
            #expect(try temporary.manifestReviews() == Set([first, second, referrer].map { "team/app \($0.digest)" }))
        }
    }

    @Test func soDoesAnIndexThatIsRemovedInSteps() async throws {
        try await TemporaryCatalog.use { temporary in
            let catalog = temporary.catalog
            let image = try await catalog.push(image: "one")
            var builder = ManifestBuilder.index(of: [image])
            builder.entries? += (0..<700).map { .of("entry \($0)", MediaType.ociImageManifest.value) }
            let index = try await catalog.push(try builder.manifest(), tags: ["a"], in: .app)
            let referrer = try await catalog.push(try ManifestBuilder.referrer(to: index.descriptor, artifactType: "a/b").manifest(), in: .app)
            #expect(try await catalog.deleteManifest(index.digest, from: .app) == .deleted)
            try await StepTests.waitForRemoval(temporary)
            #expect(try temporary.manifestReviews() == Set([image, referrer].map { "team/app \($0.digest)" }))
        }
    }

    @Test func aTransactionThatFailsQueuesNothing() async throws {
        try await TemporaryCatalog.use { temporary in
            let catalog = temporary.catalog
            let image = try ManifestBuilder.image(layers: ["one"]).manifest()
            #expect(try await catalog.publishManifest(image, tags: [], in: .app) != .published)
            #expect(try temporary.blobReviews() == [:])
        }
    }

    /// Also an operator with `sqlite3` can't forget it.
    @Test func whoeverWritesQueues() async throws {
        try await TemporaryCatalog.use { temporary in
            try await temporary.catalog.push(image: "one", tags: ["a"])
            try temporary.emptyQueues()
            try temporary.write { try $0.execute(sql: "DELETE FROM tags; DELETE FROM manifests") }
            #expect(try temporary.blobReviews() == ["{}": nil, "one": nil])
        }
    }

    @Test func datesAreGivenInBatches() async throws {
        try await TemporaryCatalog.use { temporary in
            let catalog = temporary.catalog
            try await StepTests.record((0..<1100).map { .of("blob \($0)", "a/b") }, in: catalog)
            let before = catalog.commitCounts.operations
            try await catalog.dateBlobReviews(dueAt: temporary.clock.now)
            #expect(catalog.commitCounts.operations == before + 3)
            #expect(try await catalog.dueBlobReviews(by: temporary.clock.now, limit: 2000).count == 1100)
            #expect(try await catalog.dueBlobReviews(by: temporary.clock.now.advanced(by: .milliseconds(-1)), limit: 2000).isEmpty)
        }
    }

    @Test func pagesGoOnAfterAPlace() async throws {
        try await TemporaryCatalog.use { temporary in
            let catalog = temporary.catalog
            try await StepTests.record((0..<25).map { .of("blob \($0)", "a/b") }, in: catalog)
            try await catalog.dateBlobReviews(dueAt: temporary.clock.now)
            var (place, seen) = (Review.Place.beginning, [Int64]())
            while let last = try await catalog.dueBlobReviews(by: temporary.clock.now, after: place, limit: 10).last {
                seen += try await catalog.dueBlobReviews(by: temporary.clock.now, after: place, limit: 10).map(\.id)
                place = Review.Place(after: last)
            }
            #expect(seen.count == 25 && Set(seen).count == 25)
        }
    }

    @Test func failuresWaitLonger() async throws {
        try await TemporaryCatalog.use { temporary in
            let (catalog, clock) = (temporary.catalog, temporary.clock)
            try await catalog.recordBlob(Digest.of("one"), size: 3, in: .app, completing: nil)
            try await catalog.dateBlobReviews(dueAt: clock.now)
            let id = try #require(try await catalog.dueBlobReviews(by: clock.now, limit: 1).first?.id)
            for attempt in 1...3 {
                try await catalog.postponeBlobReviews([id]) { .seconds($0) }
                #expect(try temporary.blobReviews() == ["one": clock.now.advanced(by: .seconds(attempt))])
            }
            #expect(try await catalog.mountBlob(Digest.of("one"), from: .app, into: .other) != .unknown)
            #expect(try temporary.rows("SELECT attempts FROM blob_reviews") == ["0"])
        }
    }

    @Test func countsAreBounded() async throws {
        try await TemporaryCatalog.use { temporary in
            let (catalog, clock) = (temporary.catalog, temporary.clock)
            try await catalog.push(image: "one", tags: ["a"])
            try await catalog.dateBlobReviews(dueAt: clock.now.advanced(by: .seconds(5)))
            try await catalog.recordBlob(Digest.of("two"), size: 3, in: .app, completing: nil)
            let counts = try await catalog.reviewCounts(at: clock.now)
            #expect(counts.blobs == 3 && counts.undatedBlobs == 1 && counts.dueBlobs == 0 && counts.manifests == 0)
            #expect(counts.firstDueAt == clock.now.advanced(by: .seconds(5)))
            #expect(try await catalog.bytesToFall() == 3)
        }
    }
}

extension TemporaryCatalog {
    private static let contents = ["{}", "one", "two", "three"]

    /// The queue of blobs, by content where it is one of the tests', with when they are due.
    func blobReviews() throws -> [String: Timestamp?] {
        let names = Dictionary(uniqueKeysWithValues: Self.contents.map { (Digest.of($0).description, $0) })
        return try look { db in
            let rows = try Row.fetchAll(db, sql: "SELECT digest, due_at FROM blob_reviews JOIN blobs ON id = blob_id")
            return Dictionary(
                uniqueKeysWithValues: rows.map { row in
                    let digest: String = row[0]
                    return (names[digest] ?? digest, (row[1] as Int64?).map { Timestamp(millisecondsSince1970: $0) })
                })
        }
    }

    /// The queue of manifests: repository and digest.
    func manifestReviews() throws -> Set<String> {
        Set(
            try rows(
                """
                SELECT r.name || ' ' || m.digest FROM manifest_reviews JOIN manifests m ON m.id = manifest_id
                  JOIN repositories r ON r.id = coalesce(m.repository_id, m.trashed_from)
                """))
    }

    func emptyQueues() throws {
        try write { try $0.execute(sql: "DELETE FROM blob_reviews; DELETE FROM manifest_reviews") }
    }

    /// Writes beside the catalog, as an operator's `sqlite3` would.
    func write(_ body: (Database) throws -> Void) throws {
        var configuration = GRDB.Configuration()
        configuration.busyMode = .timeout(5)
        configuration.foreignKeysEnabled = true
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        try queue.write(body)
        try queue.close()
    }
}
