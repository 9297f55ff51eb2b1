import ContentHashing
import OCIModel
import StageModel
import StowageTestSupport
import Testing

@testable import Catalog

@Suite struct TrashedTagTests {
    @Test func aDeletedTagCanComeBack() async throws {
        try await TemporaryCatalog.use { temporary async throws in
            let catalog = temporary.catalog
            let image = try await catalog.push(image: "one", tags: ["a", "b"])
            let published = temporary.clock.now
            temporary.clock.advance(by: .seconds(60))
            let deleted = temporary.clock.now
            #expect(try await catalog.deleteTag("a", from: .app, as: .ofPlan) == .deleted)
            #expect(try await catalog.manifest(.tag("a"), in: .app) == nil)
            #expect(try await catalog.manifest(.digest(image.digest), in: .app) != nil, "a runner may be about to pull it")
            #expect(try await catalog.image("a", in: .app) == nil)
            #expect(try await catalog.statistics() == temporary.countedStatistics())
            #expect(try await catalog.statistics().tags == 1)
            let listed = try #require(try await catalog.trash(in: .app, after: nil, limit: 10))
            let entry = TrashListing.Entry(
                repository: "team/app", tag: "a", digest: image.digest.description, deletedAt: deleted.millisecondsSince1970,
                expiresAt: deleted.millisecondsSince1970 + 86_400_000, reason: "11th newest", plan: "p1")
            #expect(listed == TrashListing(entries: [entry], next: nil))
            #expect(try await catalog.deleteTag("a", from: .app, as: .ofPlan) == .unknown)

            let generation = try #require(Int64(try temporary.rows("SELECT generation FROM repositories")[0]))
            temporary.clock.advance(by: .seconds(60))
            #expect(try await catalog.restore("a", in: .app) == .restored([entry]))
            #expect(try await catalog.manifest(.tag("a"), in: .app)?.bytes == image.bytes)
            #expect(try await catalog.image("a", in: .app)?.publishedAt == published.millisecondsSince1970, "as old as it was")
            let restored = try temporary.rows("SELECT generation FROM tags WHERE name = 'a'")
            #expect(restored == ["\(generation + 1)"], "no plan of before deletes it again")
            #expect(try temporary.trashed() == [])
            #expect(try temporary.rows("SELECT * FROM tombstones") == [])
            #expect(try temporary.contradictions() == [])
            #expect(try await catalog.restore("a", in: .app) == .unknown)
            #expect(try await catalog.restore("a", in: .other) == .unknown)
        }
    }

    @Test func aStageComesBackWithAllThatIsKnownOfIt() async throws {
        try await TemporaryCatalog.use { temporary async throws in
            let catalog = temporary.catalog
            let image = try await catalog.push(image: "one")
            let stage = StageTag.of("a", 1)
            let commits = [CommitID(String(repeating: "1", count: 40)), CommitID(String(repeating: "2", count: 40))].compactMap { $0 }
            let facts = StageFacts(
                stageName: "install \"x\"", imageName: "node", parent: StageTag.of("b", 1).text, commits: commits,
                imports: [StageTag.of("c", 1).text, Digest.of("source").description], gitReference: "main", buildDuration: .seconds(3), size: 42)
            _ = try await catalog.publishManifest(image, tags: [stage.tag], facts: [stage.tag: .stage(stage, facts)], in: .app)
            var uses = UseBatch()
            uses.pulls[UseBatch.Stage(repository: .app, tag: stage.tag)] = 7
            temporary.clock.advance(by: .seconds(5))
            _ = try await catalog.recordUses(uses)
            let before = try temporary.rows("SELECT * FROM stages")
            let state = try await catalog.state("a")

            #expect(try await catalog.deleteTag(stage.tag, from: .app, as: .ofPlan) == .deleted)
            let missed = try await catalog.state("a")
            #expect(missed.candidates.isEmpty, "a lookup misses at once")
            #expect(missed.generation > state.generation)
            temporary.clock.advance(by: .seconds(5))
            #expect(try await catalog.restore(stage.tag, in: .app).tags == [stage.text])
            #expect(try temporary.rows("SELECT * FROM stages") == before)
            let restored = try await catalog.state("a")
            #expect(restored.candidates == state.candidates)
            #expect(restored.generation > missed.generation)
            #expect(try temporary.contradictions() == [])
        }
    }

    @Test func aRecordedImageStaysOne() async throws {
        try await TemporaryCatalog.use { temporary async throws in
            let catalog = temporary.catalog
            let image = try await catalog.push(image: "one")
            let tag = StageTag.of("a", 1).tag
            let facts = ImageFacts(
                imageName: "node", strategy: .gitTag, gitReference: "v1", commits: [], imports: [StageTag.of("b", 1).text], signature: .of("c"),
                size: 3)
            _ = try await catalog.publishImage(image, tag: tag, facts: facts, in: .app)
            let before = try temporary.rows("SELECT * FROM images")
            #expect(try await catalog.deleteTag(tag, from: .app, as: .ofPlan) == .deleted)
            #expect(try temporary.rows("SELECT * FROM images") == [])
            #expect(try await catalog.restore(tag, in: .app).tags == [tag.value])
            #expect(try temporary.rows("SELECT * FROM images") == before)
            #expect(try await catalog.image(tag, in: .app)?.strategy == .gitTag)
            #expect(try await catalog.candidates("a") == [], "not a stage")
            #expect(try temporary.contradictions() == [])
        }
    }

    @Test func rejectionsComeAndGo() async throws {
        try await TemporaryCatalog.use { temporary async throws in
            let catalog = temporary.catalog
            let stage = StageTag.of("a", 1)
            try await catalog.push(image: "one", tags: [stage.tag, stage.rejection])
            #expect(try await catalog.candidates("a") == [])
            #expect(try await catalog.deleteTag(stage.rejection, from: .app, as: .ofTag) == .deleted)
            #expect(try await catalog.candidates("a") == [stage.uniqueID])
            #expect(try await catalog.restore(stage.rejection, in: .app).tags == [stage.rejection.value])
            #expect(try await catalog.candidates("a") == [], "rejected again")
            // The stage goes, its rejection stays, and the other way round.
            #expect(try await catalog.deleteTag(stage.tag, from: .app, as: .ofTag) == .deleted)
            #expect(try await catalog.restore(stage.tag, in: .app).tags == [stage.text])
            #expect(try await catalog.candidates("a") == [], "still rejected")
            #expect(try await catalog.deleteTag(stage.tag, from: .app, as: .ofTag) == .deleted)
            #expect(try await catalog.deleteTag(stage.rejection, from: .app, as: .ofTag) == .deleted)
            #expect(try await catalog.restore(stage.tag, in: .app).tags == [stage.text])
            #expect(try await catalog.candidates("a") == [stage.uniqueID])
            #expect(try temporary.contradictions() == [])
        }
    }

    @Test func recordsOfWerfsComeBackWithTheirLabels() async throws {
        try await TemporaryCatalog.use { temporary async throws in
            let catalog = temporary.catalog
            let image = try await catalog.push(image: "one")
            let tags: [TagName] = ["client-id-x-1", "custom-tag-meta-v1", "managed-image-node"]
            let labels = ["tag": "v1", "odd \"name\"": "a\\b\u{1}\nü"]
            let facts = ["custom-tag-meta-v1" as TagName: TagFacts.service(.customTag(slug: "v1"), labels: labels)]
            _ = try await catalog.publishManifest(image, tags: tags, facts: facts, in: .app)
            let before = try temporary.rows("SELECT * FROM service_tags ORDER BY tag")
            for tag in tags { #expect(try await catalog.deleteTag(tag, from: .app, as: .ofTag) == .deleted) }
            #expect(try await catalog.repositories(ofClient: "x") == [])
            for tag in tags { #expect(try await catalog.restore(tag, in: .app).tags == [tag.value]) }
            #expect(try temporary.rows("SELECT * FROM service_tags ORDER BY tag") == before)
            #expect(try await catalog.repositories(ofClient: "x") == [.app])
            #expect(try temporary.contradictions() == [])
        }
    }

    @Test func aTagThatIsTakenStaysAsItIs() async throws {
        try await TemporaryCatalog.use { temporary async throws in
            let catalog = temporary.catalog
            let first = try await catalog.push(image: "one", tags: ["a"])
            #expect(try await catalog.deleteTag("a", from: .app, as: .ofTag) == .deleted)
            let second = try await catalog.push(image: "two", tags: ["a"])
            let generation = try temporary.rows("SELECT generation FROM repositories")
            #expect(try await catalog.restore("a", in: .app) == .taken(by: second.digest))
            #expect(try temporary.rows("SELECT generation FROM repositories") == generation)
            #expect(try temporary.trashed() == ["a"])
            // What was deleted last comes back first.
            #expect(try await catalog.deleteTag("a", from: .app, as: .ofTag) == .deleted)
            #expect(try await catalog.restore("a", in: .app).tags == ["a"])
            #expect(try await catalog.manifest(.tag("a"), in: .app)?.digest == second.digest)
            #expect(try temporary.trashed() == ["a"])
            // There again with the same target: there is nothing to do.
            try await catalog.push(first, tags: ["a"], in: .app)
            #expect(try await catalog.restore("a", in: .app).tags == ["a"])
            #expect(try temporary.trashed() == [])
            #expect(try temporary.contradictions() == [])
        }
    }

    /// Whoever keeps no trash keeps nothing of what is deleted.
    @Test func forGoodMeansForGood() async throws {
        try await TemporaryCatalog.use { temporary async throws in
            let catalog = temporary.catalog
            try await catalog.push(image: "one", tags: ["a", StageTag.of("a", 1).tag, "cleanup"])
            for tag in ["a", StageTag.of("a", 1).tag, "cleanup"] as [TagName] {
                #expect(try await catalog.deleteTag(tag, from: .app, as: .forGood) == .deleted)
                #expect(try await catalog.restore(tag, in: .app) == .unknown)
            }
            #expect(try temporary.trashed() == [])
        }
    }

    @Test func listsGoOnByTheirCursor() async throws {
        try await TemporaryCatalog.use { temporary async throws in
            let catalog = temporary.catalog
            let tags = try (0..<5).map { try TagName("t\($0)") }
            try await catalog.push(image: "one", tags: tags)
            try await catalog.push(image: "one", tags: ["x"], in: .other)
            for tag in tags { #expect(try await catalog.deleteTag(tag, from: .app, as: .ofTag) == .deleted) }
            #expect(try await catalog.deleteTag("x", from: .other, as: .ofTag) == .deleted)
            var (after, seen): (String?, [String?]) = (nil, [])
            repeat {
                let page = try #require(try await catalog.trash(in: .app, after: after, limit: 2))
                #expect(page.entries.count <= 2)
                seen += page.entries.map(\.tag)
                after = page.next
            } while after != nil
            #expect(seen == ["t4", "t3", "t2", "t1", "t0"])
            #expect(try await catalog.trash(in: .app, after: nil, limit: 0) == TrashListing(entries: [], next: nil))
            #expect(try await catalog.trash(in: .name("none"), after: nil, limit: 5) == nil)
        }
    }
}
