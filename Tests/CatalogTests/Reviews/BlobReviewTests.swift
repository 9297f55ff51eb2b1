import ContentHashing
import GRDB
import OCIModel
import StageModel
import StowageTestSupport
import Testing

@testable import Catalog

/// What the review of a blob decides.
@Suite struct BlobReviewTests {
    /// Who names the blob "one".
    enum Reference: String, CaseIterable, Sendable {
        case config, layer, artifactBlob, indexEntry, buildKitCache, subject, trashed, loose
    }

    @Test(arguments: Reference.allCases) func whateverNamesItKeepsIt(_ reference: Reference) async throws {
        try await TemporaryCatalog.use { temporary in
            let catalog = temporary.catalog
            try await catalog.recordBlob(Digest.of("one"), size: 3, in: .app, completing: nil)
            switch reference {
            case .config: try await catalog.push(try ManifestBuilder.image(config: "one", layers: ["two"]).manifest(), in: .app)
            case .layer: try await catalog.push(image: "one")
            case .artifactBlob:
                var builder = ManifestBuilder(mediaType: MediaType("application/vnd.oci.artifact.manifest.v1+json"))
                builder.artifactType = "a/b"
                builder.blobs = [.of("one", "a/b")]
                try await catalog.push(try builder.manifest(), in: .app)
            case .indexEntry, .buildKitCache:
                var builder = ManifestBuilder.index()
                builder.entries = [
                    .of("one", reference == .indexEntry ? MediaType.ociImageManifest.value : "application/vnd.oci.image.layer.v1.tar+gzip")
                ]
                try await catalog.push(try builder.manifest(), in: .app)
            case .subject:
                try await catalog.push(try ManifestBuilder.referrer(to: .of("one", "a/b"), artifactType: "a/b").manifest(), in: .app)
            case .trashed:
                let image = try await catalog.push(image: "one")
                let disposal = Disposal(reason: "test", undoWindow: .seconds(60), takesManifest: true)
                #expect(try await catalog.deleteManifest(image.digest, from: .app, as: disposal) == .deleted)
            case .loose:
                try await catalog.push(image: "one")
                try temporary.write { try $0.execute(sql: "UPDATE manifests SET repository_id = NULL") }
            }
            let outcome = try await temporary.review()
            #expect(outcome.marked.map(\.digest).contains(Digest.of("one")) == false)
            #expect(try await catalog.blob(Digest.of("one"), in: .app) != nil, "and its link")
            #expect(try temporary.blobReviews()["one"] == nil, "it left the queue")
        }
    }

    @Test func whatNothingNamesIsMarkedAndAbsent() async throws {
        try await TemporaryCatalog.use { temporary in
            let catalog = temporary.catalog
            let one = Digest.of("one")
            try await catalog.recordBlob(one, size: 3, in: .app, completing: nil)
            #expect(try await catalog.mountBlob(one, from: .app, into: .other) != .unknown)
            let outcome = try await temporary.review()
            #expect(outcome.marked.map(\.digest) == [one] && outcome.marked.map(\.size) == [3])
            #expect(try temporary.rows("SELECT is_deleting FROM blobs") == ["1"])
            #expect(try await catalog.blob(one, in: .app) == nil)
            #expect(try await catalog.blob(one) == nil)
            #expect(try await catalog.mountBlob(one, from: .app, into: .other) == .unknown)
            #expect(try await catalog.mountBlob(one, from: nil, into: .other) == .unknown)
            #expect(try await catalog.unlinkBlob(one, from: .app) == .unknown)
            let image = try ManifestBuilder.image(config: "one", layers: []).manifest()
            #expect(try await catalog.publishManifest(image, tags: [], in: .app) == .missing([one]))
            #expect(
                try temporary.rows("SELECT r.name, kind, key, t.generation FROM tombstones t JOIN repositories r ON r.id = repository_id ORDER BY 1")
                    == ["other|blob|\(one)|2", "team/app|blob|\(one)|2"])
            #expect(try await catalog.unknownDigests(of: [one, Digest.of("two")]) == [Digest.of("two")], "there is a row")

            #expect(try await temporary.review().marked == outcome.marked, "the next run goes on with it")
            #expect(try await catalog.forgetBlobs(outcome.marked.map(\.id)) == 1)
            #expect(try temporary.rows("SELECT 1 FROM blobs UNION ALL SELECT 1 FROM blob_reviews") == [])
            #expect(try await catalog.statistics() == temporary.countedStatistics())
        }
    }

    @Test func aPushTakesItBack() async throws {
        try await TemporaryCatalog.use { temporary in
            let catalog = temporary.catalog
            let one = Digest.of("one")
            try await catalog.recordBlob(one, size: 3, in: .app, completing: nil)
            let marked = try await temporary.review().marked
            try await catalog.recordBlob(one, size: 3, in: .other, completing: nil)
            #expect(try await catalog.blob(one, in: .app) == nil)
            #expect(try await catalog.blob(one, in: .other) != nil)
            #expect(try temporary.blobReviews() == ["one": nil])
            #expect(try await catalog.forgetBlobs(marked.map(\.id)) == 0, "it isn't marked any more")
            #expect(
                try await catalog.reviewBlobs(marked.map(\.id), dueBy: temporary.clock.now, isTouched: { _ in false }, later: temporary.clock.now)
                    .marked.isEmpty, "and not due")
        }
    }

    @Test func whatWasAskedForStays() async throws {
        try await TemporaryCatalog.use { temporary in
            let catalog = temporary.catalog
            try await catalog.recordBlob(Digest.of("one"), size: 3, in: .app, completing: nil)
            let outcome = try await temporary.review(isTouched: { $0 == Digest.of("one") })
            #expect(outcome.renewed == 1 && outcome.marked.isEmpty)
            #expect(try temporary.blobReviews() == ["one": temporary.clock.now.advanced(by: .seconds(3600))])
            #expect(try await catalog.blob(Digest.of("one"), in: .app) != nil)
        }
    }

    /// A repository whose manifests don't name it holds it no longer.
    @Test func linksGoThatNothingNeeds() async throws {
        try await TemporaryCatalog.use { temporary in
            let catalog = temporary.catalog
            let one = Digest.of("one")
            try await catalog.push(image: "one", tags: ["a"])
            #expect(try await catalog.mountBlob(one, from: .app, into: .other) != .unknown)
            #expect(try await temporary.review(isTouched: { _ in true }).renewed == 1)
            #expect(try await catalog.blob(one, in: .other) != nil, "somebody asked for it")
            temporary.clock.advance(by: .seconds(3600))
            #expect(try await temporary.review().kept == 1)
            #expect(try await catalog.blob(one, in: .other) == nil)
            #expect(try await catalog.blob(one, in: .app) != nil)
            #expect(try temporary.blobReviews() == [:])
        }
    }

    @Test func theLinkOfATrashedManifestStays() async throws {
        try await TemporaryCatalog.use { temporary in
            let catalog = temporary.catalog
            let image = try await catalog.push(image: "one")
            try await catalog.push(image: "one", in: .other)
            let disposal = Disposal(reason: "test", undoWindow: .seconds(60), takesManifest: true)
            #expect(try await catalog.deleteManifest(image.digest, from: .app, as: disposal) == .deleted)
            _ = try await temporary.review()
            #expect(try await catalog.blob(Digest.of("one"), in: .app) != nil)
        }
    }

    @Test func whatVeryManyNameKeepsItsLinks() async throws {
        try await TemporaryCatalog.use { temporary in
            let catalog = temporary.catalog
            for number in 0...BlobReviewing.referencesLookedAt { try await catalog.push(image: "one", "own \(number)") }
            #expect(try await catalog.mountBlob(Digest.of("one"), from: .app, into: .other) != .unknown)
            while try await temporary.review().unreached > 0 {}
            #expect(try await catalog.blob(Digest.of("one"), in: .other) != nil)
            #expect(try temporary.blobReviews() == [:])
        }
    }

    @Test func veryManyLinksGoInSteps() async throws {
        try await TemporaryCatalog.use { temporary in
            let catalog = temporary.catalog
            try await catalog.recordBlob(Digest.of("one"), size: 3, in: .app, completing: nil)
            try await catalog.recordBlob(Digest.of("two"), size: 3, in: .app, completing: nil)
            let count = BlobReviewing.linksDroppedAtOnce * 2
            for number in 0..<count {
                #expect(try await catalog.mountBlob(Digest.of("one"), from: .app, into: .name("repository-\(number)")) != .unknown)
            }
            var (marked, steps) = (Set<Digest>(), 0)
            while marked.count < 2, steps < 10 {
                marked.formUnion(try await temporary.review().marked.map(\.digest))
                steps += 1
            }
            #expect(steps == 3, "about 500 links a step")
            #expect(try temporary.rows("SELECT count(*) FROM blob_links") == ["0"])
            #expect(try temporary.rows("SELECT count(*) FROM tombstones") == ["\(count + 2)"])
        }
    }

    /// An index may name what isn't there; what was marked before has no bytes, perhaps.
    @Test func namedAfterTheMarkItGoesAllTheSame() async throws {
        try await TemporaryCatalog.use { temporary in
            let catalog = temporary.catalog
            try await catalog.recordBlob(Digest.of("one"), size: 3, in: .app, completing: nil)
            #expect(try await temporary.review().marked.count == 1)
            var builder = ManifestBuilder.index()
            builder.entries = [.of("one", "a/b")]
            try await catalog.push(try builder.manifest(), in: .app)
            #expect(try await catalog.blob(Digest.of("one")) == nil)
            let marked = try await temporary.review().marked
            #expect(try await catalog.forgetBlobs(marked.map(\.id)) == 1)
            #expect(try await catalog.statistics() == temporary.countedStatistics())
        }
    }

    @Test func aReopenedCatalogGoesOn() async throws {
        try await TemporaryCatalog.use { temporary in
            try await temporary.catalog.recordBlob(Digest.of("one"), size: 3, in: .app, completing: nil)
            let marked = try await temporary.review().marked
            try await temporary.catalog.close()
            let reopened = try TemporaryCatalog.open(at: temporary.path, clock: temporary.clock)
            let due = try await reopened.dueBlobReviews(by: temporary.clock.now, limit: 10)
            let again = try await reopened.reviewBlobs(
                due.map(\.id), dueBy: temporary.clock.now, isTouched: { _ in true }, later: temporary.clock.now)
            #expect(again.marked == marked, "a mark isn't taken back because somebody asked: who did heard that it isn't there")
            try await reopened.close()
        }
    }

    /// Thousands of due blobs keep nobody from writing for long.
    @Test func noBatchHoldsTheWriterForLong() async throws {
        try await TemporaryCatalog.use { temporary in
            let catalog = temporary.catalog
            try await StepTests.record((0..<1000).map { .of("blob \($0)", "a/b") }, in: catalog)
            for number in 0..<150 { try await catalog.push(image: "blob 0", "own \(number)") }
            try await catalog.dateBlobReviews(dueAt: temporary.clock.now)
            var holds: [Duration] = []
            while true {
                let due = try await catalog.dueBlobReviews(by: temporary.clock.now, limit: 250)
                guard !due.isEmpty else { break }
                let start = ContinuousClock.now
                let outcome = try await catalog.reviewBlobs(
                    due.map(\.id), dueBy: temporary.clock.now, isTouched: { _ in false }, later: temporary.clock.now)
                let decided = ContinuousClock.now
                _ = try await catalog.forgetBlobs(outcome.marked.map(\.id))
                holds += [decided - start, .now - decided]
            }
            #expect(holds.sorted()[holds.count * 3 / 4] < .milliseconds(25), "half of that in a release build")
        }
    }
}

extension TemporaryCatalog {
    /// Reviews all blobs in the queue, which are due now.
    func review(isTouched: @escaping @Sendable (Digest) -> Bool = { _ in false }) async throws -> BlobReviewOutcome {
        try await catalog.dateBlobReviews(dueAt: clock.now)
        let due = try await catalog.dueBlobReviews(by: clock.now, limit: 1000)
        return try await catalog.reviewBlobs(
            due.map(\.id), dueBy: clock.now, isTouched: isTouched, later: clock.now.advanced(by: .seconds(3600)))
    }
}
