import ContentHashing
import OCIModel
import StageModel
import StowageTestSupport
import Testing

@testable import Catalog

/// Manifests that were deleted by their digests.
@Suite struct TrashedManifestTests {
    @Test func aDeletedManifestIsGoneAndCanComeBack() async throws {
        try await TemporaryCatalog.use { temporary async throws in
            let catalog = temporary.catalog
            let image = try await catalog.push(image: "one", tags: ["a", "b"])
            temporary.clock.advance(by: .seconds(60))
            #expect(try await catalog.deleteManifest(image.digest, from: .app, as: .ofPlan) == .deleted)
            for reference in [Reference.tag("a"), .tag("b"), .digest(image.digest)] {
                #expect(try await catalog.manifest(reference, in: .app) == nil)
            }
            #expect(try await catalog.deleteManifest(image.digest, from: .app, as: .ofPlan) == .unknown)
            #expect(try await catalog.statistics().manifests == 0)
            #expect(try await catalog.repositories(after: nil, limit: 5).items == [])
            #expect(try await catalog.statistics() == temporary.countedStatistics())
            #expect(try temporary.rows("SELECT count(*) FROM manifest_references") == ["2"], "what it names is still needed")
            #expect(try temporary.contradictions() == [])

            #expect(try await catalog.restore(image.digest, in: .app).tags == ["a", "b"])
            for reference in [Reference.tag("a"), .tag("b"), .digest(image.digest)] {
                #expect(try await catalog.manifest(reference, in: .app)?.bytes == image.bytes)
            }
            #expect(try temporary.rows("SELECT * FROM tombstones") == [])
            #expect(try await catalog.statistics() == temporary.countedStatistics())
            #expect(try temporary.contradictions() == [])
            #expect(try await catalog.restore(image.digest, in: .app) == .unknown)
        }
    }

    @Test func oneOfItsTagsBringsItBack() async throws {
        try await TemporaryCatalog.use { temporary async throws in
            let catalog = temporary.catalog
            let image = try await catalog.push(image: "one", tags: ["a", "b"])
            #expect(try await catalog.deleteManifest(image.digest, from: .app, as: .ofPlan) == .deleted)
            #expect(try await catalog.restore("b", in: .app).tags == ["b"])
            #expect(try await catalog.manifest(.digest(image.digest), in: .app) != nil)
            #expect(try await catalog.manifest(.tag("a"), in: .app) == nil)
            #expect(try temporary.trashed() == ["a"])
            #expect(try await catalog.restore("a", in: .app).tags == ["a"])
            #expect(try temporary.contradictions() == [])
            #expect(try await catalog.statistics() == temporary.countedStatistics())
        }
    }

    @Test func oneWithoutATagIsListedAndComesBack() async throws {
        try await TemporaryCatalog.use { temporary async throws in
            let catalog = temporary.catalog
            let image = try await catalog.push(image: "one")
            #expect(try await catalog.deleteManifest(image.digest, from: .app, as: .ofPlan) == .deleted)
            #expect(try await catalog.trash(in: .app, after: nil, limit: 5)?.entries.map(\.tag) == [nil])
            temporary.clock.advance(by: .seconds(60))
            #expect(try await catalog.restore(image.digest, in: .app).tags == ["-"])
            #expect(try await catalog.manifest(.digest(image.digest), in: .app)?.bytes == image.bytes)
            let untagged = try temporary.rows("SELECT untagged_at >= \(temporary.clock.now.millisecondsSince1970) FROM manifests")
            #expect(untagged == ["1"], "its time as an untagged one begins anew")
            #expect(try temporary.contradictions() == [])
        }
    }

    @Test func onePushedAgainIsUsed() async throws {
        try await TemporaryCatalog.use { temporary async throws in
            let catalog = temporary.catalog
            let image = try await catalog.push(image: "one", tags: ["a", "b"])
            #expect(try await catalog.deleteManifest(image.digest, from: .app, as: .ofPlan) == .deleted)
            try await catalog.push(image, tags: ["c"], in: .app)
            #expect(try await catalog.restore("a", in: .app).tags == ["a"])
            #expect(try await catalog.tags(in: .app, after: nil, limit: 10)?.items == ["a", "c"])
            #expect(try temporary.rows("SELECT count(*) FROM manifests") == ["2"])
            #expect(try await catalog.restore(image.digest, in: .app).tags == ["b"])
            #expect(try temporary.reviewed() == [image.digest.description], "the one that was deleted has nothing left")
            #expect(try temporary.rows("SELECT trashed_from FROM manifests m JOIN manifest_reviews ON manifest_id = m.id") == ["1"])
            #expect(try temporary.contradictions() == [])
            #expect(try await catalog.statistics() == temporary.countedStatistics())
        }
    }

    @Test func oneDeletedTwiceComesBackOnce() async throws {
        try await TemporaryCatalog.use { temporary async throws in
            let catalog = temporary.catalog
            let image = try ManifestBuilder.image(layers: ["one"]).manifest()
            for tag in ["a", "b"] as [TagName] {
                try await catalog.push(image, tags: [tag], in: .app)
                #expect(try await catalog.deleteManifest(image.digest, from: .app, as: .ofPlan) == .deleted)
            }
            #expect(try await catalog.restore(image.digest, in: .app).tags == ["b"], "what was deleted last")
            #expect(try await catalog.restore(image.digest, in: .app).tags == ["a"])
            #expect(try await catalog.tags(in: .app, after: nil, limit: 10)?.items == ["a", "b"])
            #expect(try temporary.contradictions() == [])
        }
    }

    @Test func ofTagsThatAreTakenItComesBackAlone() async throws {
        try await TemporaryCatalog.use { temporary async throws in
            let catalog = temporary.catalog
            let image = try await catalog.push(image: "one", tags: ["a", "b"])
            #expect(try await catalog.deleteManifest(image.digest, from: .app, as: .ofPlan) == .deleted)
            let other = try await catalog.push(image: "two", tags: ["a", "b"])
            #expect(try await catalog.restore(image.digest, in: .app).tags == ["-"])
            #expect(try await catalog.manifest(.digest(image.digest), in: .app) != nil)
            #expect(try await catalog.manifest(.tag("a"), in: .app)?.digest == other.digest)
            // It was restored: what is left of its deletion doesn't take it along.
            temporary.clock.advance(by: .seconds(2 * 86_400))
            #expect(try await catalog.expireTrash(before: temporary.clock.now, limit: 10) == 2)
            #expect(try temporary.reviewed() == [])
            #expect(try temporary.contradictions() == [])
        }
    }

    @Test func tagsDeletedOnTheirOwnStayInTheTrash() async throws {
        try await TemporaryCatalog.use { temporary async throws in
            let catalog = temporary.catalog
            let image = try await catalog.push(image: "one", tags: ["a", "b"])
            #expect(try await catalog.deleteTag("b", from: .app, as: .ofTag) == .deleted)
            #expect(try await catalog.deleteManifest(image.digest, from: .app, as: .ofPlan) == .deleted)
            #expect(try await catalog.restore(image.digest, in: .app).tags == ["a"])
            #expect(try temporary.trashed() == ["b"])
            // Also where the manifest was deleted for good: the tag can still be restored, with it.
            #expect(try await catalog.deleteManifest(image.digest, from: .app, as: .forGood) == .deleted)
            #expect(try await catalog.manifest(.digest(image.digest), in: .app) == nil)
            #expect(try await catalog.restore("a", in: .app) == .unknown)
            #expect(try await catalog.restore("b", in: .app).tags == ["b"])
            #expect(try await catalog.manifest(.tag("b"), in: .app)?.bytes == image.bytes)
            #expect(try temporary.contradictions() == [])
        }
    }

    @Test func veryManyTagsGoAndComeInSteps() async throws {
        try await TemporaryCatalog.use { temporary async throws in
            let catalog = temporary.catalog
            let tags = try (0..<(2 * Catalog.tagsDeletedAtOnce + 1)).map { try TagName("t\($0)") }
            let image = try await catalog.push(image: "one", tags: tags)
            var before = catalog.commitCounts.durableCommits
            #expect(try await catalog.deleteManifest(image.digest, from: .app, as: .ofPlan) == .deleted)
            #expect(catalog.commitCounts.durableCommits - before == 3)
            #expect(try temporary.trashed().count == tags.count, "and no entry for the manifest alone")
            before = catalog.commitCounts.durableCommits
            #expect(try await catalog.restore(image.digest, in: .app).tags?.count == tags.count)
            #expect(catalog.commitCounts.durableCommits - before == 3)
            #expect(try await catalog.tags(in: .app, after: nil, limit: 1000)?.items.count == tags.count)
            #expect(try temporary.contradictions() == [])
            #expect(try await catalog.statistics() == temporary.countedStatistics())
        }
    }

    /// It takes no step for each of its references, and what removes half-written manifests doesn't touch it.
    @Test(arguments: [501, 5000]) func oneThatNamesVeryManyComesBack(_ count: Int) async throws {
        try await TemporaryCatalog.use { temporary async throws in
            let catalog = temporary.catalog
            let index = try StepTests.index(count)
            #expect(try await catalog.publishManifest(index, tags: ["a"], in: .app) == .published)
            let before = catalog.commitCounts.durableCommits
            #expect(try await catalog.deleteManifest(index.digest, from: .app, as: .ofPlan) == .deleted)
            #expect(catalog.commitCounts.durableCommits - before == 1)
            try await catalog.close()
            let reopened = try TemporaryCatalog.open(at: temporary.path, clock: temporary.clock)
            _ = try await reopened.expireTrash(before: temporary.clock.now, limit: 10)
            #expect(try temporary.rows("SELECT count(*) FROM manifest_references") == ["\(count)"])
            #expect(try await reopened.restore(index.digest, in: .app).tags == ["a"])
            #expect(try await reopened.manifest(.tag("a"), in: .app)?.bytes == index.bytes)
            #expect(try await reopened.statistics() == temporary.countedStatistics())
            try await reopened.close()
        }
    }

    /// A manifest that was written in steps is taken back, if that is still to be done, only while it is in no trash.
    @Test func whatWasStagedOnceIsNotRemovedFromTheTrash() async throws {
        try await TemporaryCatalog.use { temporary async throws in
            let catalog = temporary.catalog
            let index = try StepTests.index(600)
            #expect(try await catalog.publishManifest(index, tags: ["a"], in: .app) == .published)
            let id = try #require(Int64(try temporary.rows("SELECT id FROM manifests")[0]))
            #expect(try await catalog.deleteManifest(index.digest, from: .app, as: .ofPlan) == .deleted)
            catalog.remove(LooseManifest(id: id))
            #expect(try await catalog.restore("a", in: .app).tags == ["a"])
            #expect(try temporary.rows("SELECT count(*) FROM manifest_references") == ["600"])
        }
    }
}
