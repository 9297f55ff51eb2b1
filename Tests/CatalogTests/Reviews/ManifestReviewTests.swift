import ContentHashing
import GRDB
import OCIModel
import StageModel
import StowageTestSupport
import Synchronization
import Testing

@testable import Catalog

/// What the review of a manifest decides.
@Suite struct ManifestReviewTests {
    static let trash = Disposal(reason: "test", undoWindow: .seconds(60), takesManifest: true)

    /// Whose the indexes are that name a manifest is found out of so many only; one that more name stays.
    @Test(arguments: [-1, 0]) func anEntryOfVeryManyIndexesOfOthers(more: Int) async throws {
        try await TemporaryCatalog.use { temporary async throws in
            let catalog = temporary.catalog
            let entry = try await catalog.push(image: "one")
            for number in 0..<ManifestNeed.indexesLookedAt + more {
                var builder = ManifestBuilder.index()
                builder.entries = [entry.descriptor]
                builder.annotations = [("number", "\(number)")]
                try await catalog.push(try builder.manifest(), in: .other)
            }
            // Its referrers are no indexes, and go with it.
            for number in 0..<ManifestNeed.indexesLookedAt {
                var signed = ManifestBuilder.image(layers: ["\(number)"])
                signed.subject = entry.descriptor
                try await catalog.push(signed.manifest(), in: .other)
            }
            try temporary.queue(entry)
            #expect(try await temporary.reviewManifests() == (more < 0 ? [.deleted: 1] : [.kept: 1]))
        }
    }

    @Test func oneThatNothingNeedsGoes() async throws {
        try await TemporaryCatalog.use { temporary in
            let catalog = temporary.catalog
            let image = try await catalog.push(image: "one")
            try temporary.queue(image)
            #expect(try await temporary.reviewManifests() == [.deleted: 1])
            #expect(try await catalog.manifest(.digest(image.digest), in: .app) == nil)
            #expect(try temporary.rows("SELECT kind, key FROM tombstones") == ["manifest|\(image.digest)"])
            #expect(try temporary.blobReviews() == ["{}": nil, "one": nil])
            #expect(try await catalog.statistics() == temporary.countedStatistics())
        }
    }

    @Test(arguments: ["tag", "trash", "index", "trashed index", "subject", "trashed subject"]) func itStaysForEach(_ need: String) async throws {
        try await TemporaryCatalog.use { temporary in
            let catalog = temporary.catalog
            let subject = try await catalog.push(image: "two", tags: ["subject"])
            let manifest: Manifest
            if need.hasSuffix("subject") {
                manifest = try await catalog.push(try ManifestBuilder.referrer(to: subject.descriptor, artifactType: "a/b").manifest(), in: .app)
            } else {
                manifest = try await catalog.push(image: "one", tags: need == "tag" || need == "trash" ? ["a"] : [])
            }
            switch need {
            case "trash": #expect(try await catalog.deleteTag("a", from: .app, as: Self.trash) == .deleted)
            case "index", "trashed index":
                let index = try await catalog.push(try ManifestBuilder.index(of: [manifest]).manifest(), tags: ["i"], in: .app)
                if need == "trashed index" { #expect(try await catalog.deleteManifest(index.digest, from: .app, as: Self.trash) == .deleted) }
            case "trashed subject": #expect(try await catalog.deleteManifest(subject.digest, from: .app, as: Self.trash) == .deleted)
            default: break
            }
            try temporary.queue(manifest)
            #expect(try await temporary.reviewManifests() == [.kept: 1])
            #expect(try await catalog.manifest(.digest(manifest.digest), in: .app) != nil)
            // What the trash needs is looked at again when that expires.
            #expect(try temporary.manifestReviews().count == (need == "trash" ? 1 : 0))
        }
    }

    @Test func anIndexOfAnotherRepositoryDoesNotKeepIt() async throws {
        try await TemporaryCatalog.use { temporary in
            let catalog = temporary.catalog
            let image = try await catalog.push(image: "one")
            try await catalog.push(try ManifestBuilder.index(of: [image]).manifest(), tags: ["i"], in: .other)
            try temporary.queue(image)
            #expect(try await temporary.reviewManifests() == [.deleted: 1])
        }
    }

    @Test func oneThatWasAskedForStays() async throws {
        try await TemporaryCatalog.use { temporary in
            let image = try await temporary.catalog.push(image: "one")
            try temporary.queue(image)
            #expect(try await temporary.reviewManifests(isTouched: { $0 == image.digest }) == [.renewed: 1])
            #expect(try await temporary.reviewManifests() == [:], "not due")
            temporary.clock.advance(by: .seconds(3600))
            #expect(try await temporary.reviewManifests() == [.deleted: 1])
        }
    }

    @Test func theTrashExpiresIntoAReview() async throws {
        try await TemporaryCatalog.use { temporary in
            let catalog = temporary.catalog
            let image = try await catalog.push(image: "one", tags: ["a", "b"])
            #expect(try await catalog.deleteTag("a", from: .app, as: Self.trash) == .deleted)
            #expect(try await catalog.deleteManifest(image.digest, from: .app, as: Self.trash) == .deleted)
            #expect(try await temporary.reviewManifests() == [:])
            temporary.clock.advance(by: .seconds(61))
            #expect(try await catalog.expireTrash(before: temporary.clock.now, limit: 10) == 2)
            #expect(try await temporary.reviewManifests() == [.deleted: 1])
            #expect(try temporary.rows("SELECT 1 FROM manifests") == [])
            #expect(try temporary.rows("SELECT kind FROM tombstones WHERE kind = 'manifest'") == ["manifest"], "one, from when it was deleted")
        }
    }

    /// Entries and referrers of what goes follow, whatever they have below them.
    @Test func whatHangsOnItFollows() async throws {
        try await TemporaryCatalog.use { temporary in
            let catalog = temporary.catalog
            let image = try await catalog.push(image: "one")
            let tagged = try await catalog.push(image: "two", tags: ["keep"])
            let index = try await catalog.push(try ManifestBuilder.index(of: [image, tagged]).manifest(), in: .app)
            let outer = try await catalog.push(try ManifestBuilder.index(of: [index]).manifest(), in: .app)
            let signature = try await catalog.push(try ManifestBuilder.referrer(to: image.descriptor, artifactType: "a/b").manifest(), in: .app)
            try await catalog.push(try ManifestBuilder.referrer(to: signature.descriptor, artifactType: "a/b").manifest(), in: .app)
            try temporary.queue(outer)
            var deleted = 0
            while case let outcome = try await temporary.reviewManifests(), !outcome.isEmpty { deleted += outcome[.deleted] ?? 0 }
            #expect(deleted == 5)
            #expect(try temporary.rows("SELECT digest FROM manifests") == ["\(tagged.digest)"])
        }
    }

    @Test func veryManyReferrersFollowToo() async throws {
        try await TemporaryCatalog.use { temporary in
            let catalog = temporary.catalog
            let image = try await catalog.push(image: "one")
            for number in 0..<330 {
                let referrer = try ManifestBuilder.referrer(to: image.descriptor, artifactType: "a/b", annotations: [("n", "\(number)")]).manifest()
                try await catalog.push(referrer, tags: number % 2 == 0 ? [try TagName("t\(number)")] : [], in: .app)
            }
            try temporary.queue(image)
            #expect(try await temporary.reviewManifests() == [.deleted: 1])
            #expect(try temporary.manifestReviews().count == 100, "not all at once")
            while try await !temporary.reviewManifests().isEmpty {}
            #expect(try temporary.rows("SELECT count(*) FROM manifests") == ["165"], "those with tags")
        }
    }

    @Test func oneWithVeryManyReferencesGoesInSteps() async throws {
        try await TemporaryCatalog.use { temporary in
            let catalog = temporary.catalog
            let index = try StepTests.index(1200)
            #expect(try await catalog.publishManifest(index, tags: [], in: .app) == .published)
            try temporary.queue(index)
            #expect(try await temporary.reviewManifests() == [.deleted: 1])
            #expect(try await catalog.manifest(.digest(index.digest), in: .app) == nil)
            try await StepTests.waitForRemoval(temporary)
            #expect(try temporary.rows("SELECT 1 FROM manifest_references UNION ALL SELECT 1 FROM manifest_reviews") == [])
        }
    }

    @Test func theCacheOfManifestsIsTold() async throws {
        try await TemporaryCatalog.use { temporary in
            let told = Mutex<[Change]>([])
            temporary.catalog.changes.listen { changes in told.withLock { $0 += changes } }
            let image = try await temporary.catalog.push(image: "one")
            try temporary.queue(image)
            _ = try await temporary.reviewManifests()
            #expect(told.withLock { $0.last } == .manifestDeleted(.app, image.digest))
        }
    }
}

enum ManifestVerdict: Hashable {
    case deleted, kept, renewed
}

extension TemporaryCatalog {
    /// Puts a manifest of the first repository into the queue.
    func queue(_ manifest: Manifest) throws {
        try write { db in
            try db.execute(
                sql: "INSERT INTO manifest_reviews (manifest_id, due_at) SELECT id, 0 FROM manifests WHERE digest = ? LIMIT 1",
                arguments: [manifest.digest.description])
        }
    }

    func reviewManifests(isTouched: @escaping @Sendable (Digest) -> Bool = { _ in false }) async throws -> [ManifestVerdict: Int] {
        let due = try await catalog.dueManifestReviews(by: clock.now, limit: 100)
        guard !due.isEmpty else { return [:] }
        let outcome = try await catalog.reviewManifests(
            due.map(\.id), dueBy: clock.now, isTouched: isTouched, later: clock.now.advanced(by: .seconds(3600)))
        let counts: [ManifestVerdict: Int] = [.deleted: outcome.deleted, .kept: outcome.kept, .renewed: outcome.renewed]
        return counts.filter { $0.value > 0 }
    }
}
