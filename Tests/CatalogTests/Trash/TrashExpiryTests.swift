import ContentHashing
import OCIModel
import StageModel
import StowageTestSupport
import Testing

@testable import Catalog

@Suite struct TrashExpiryTests {
    @Test func whatIsDueGoesAndTheRestStays() async throws {
        try await TemporaryCatalog.use { temporary async throws in
            let catalog = temporary.catalog
            let tags = try (0..<5).map { try TagName("t\($0)") }
            for tag in tags {
                try await catalog.push(image: tag.value, tags: [tag])
                #expect(try await catalog.deleteTag(tag, from: .app, as: .ofPlan) == .deleted)
                temporary.clock.advance(by: .seconds(60))
            }
            #expect(try await catalog.expireTrash(before: temporary.clock.now, limit: 100) == 0)
            temporary.clock.advance(by: Disposal.day - .seconds(180))
            #expect(try await catalog.expireTrash(before: temporary.clock.now, limit: 1) == 1)
            #expect(try temporary.trashed() == ["t4", "t3", "t2", "t1"], "what has waited longest goes first")
            #expect(try await catalog.expireTrash(before: temporary.clock.now, limit: 100) == 2)
            #expect(try temporary.trashed() == ["t4", "t3"])
            #expect(try temporary.reviewed().count == 3)
            #expect(try temporary.rows("SELECT DISTINCT due_at FROM manifest_reviews") == ["\(temporary.clock.now.millisecondsSince1970)"])
            #expect(try await catalog.restore("t0", in: .app) == .unknown)
            #expect(try await catalog.restore("t3", in: .app).tags == ["t3"])
            // On a full disk nothing waits for its time.
            #expect(try await catalog.expireTrash(before: Timestamp(millisecondsSince1970: Int64.max), limit: 100) == 1)
            #expect(try temporary.contradictions() == [])
        }
    }

    @Test func veryManyGoInSteps() async throws {
        try await TemporaryCatalog.use { temporary async throws in
            let catalog = temporary.catalog
            let image = try await catalog.push(image: "one", tags: try (0..<250).map { try TagName("t\($0)") })
            #expect(try await catalog.deleteManifest(image.digest, from: .app, as: .ofPlan) == .deleted)
            temporary.clock.advance(by: Disposal.day)
            let before = catalog.commitCounts.durableCommits
            #expect(try await catalog.expireTrash(before: temporary.clock.now, limit: 1000) == 250)
            #expect(catalog.commitCounts.durableCommits - before == 3)
            #expect(try temporary.reviewed() == [image.digest.description])
        }
    }

    /// Deleting a tag as the specification has it leaves the manifest to whoever plans.
    @Test func tagsAloneTakeNoManifestAlong() async throws {
        try await TemporaryCatalog.use { temporary async throws in
            let catalog = temporary.catalog
            let image = try await catalog.push(image: "one", tags: ["a", "b"])
            #expect(try await catalog.deleteTag("a", from: .app, as: .ofPlan) == .deleted)
            temporary.clock.advance(by: .seconds(1))
            #expect(try await catalog.deleteTag("b", from: .app, as: .ofTag) == .deleted)
            temporary.clock.advance(by: Disposal.day)
            #expect(try await catalog.expireTrash(before: temporary.clock.now, limit: 10) == 2)
            #expect(try temporary.reviewed() == [])
            // But one that is out of its repository needs nothing but the trash.
            try await catalog.push(image, tags: ["c"], in: .app)
            #expect(try await catalog.deleteTag("c", from: .app, as: .ofTag) == .deleted)
            #expect(try await catalog.deleteManifest(image.digest, from: .app, as: .forGood) == .deleted)
            temporary.clock.advance(by: Disposal.day)
            #expect(try await catalog.expireTrash(before: temporary.clock.now, limit: 10) == 1)
            #expect(try temporary.reviewed() == [image.digest.description])
            #expect(try temporary.contradictions() == [])
        }
    }

    @Test(arguments: [true, false]) func onePushedSinceStays(_ hasExpired: Bool) async throws {
        try await TemporaryCatalog.use { temporary async throws in
            let catalog = temporary.catalog
            let image = try await catalog.push(image: "one", tags: ["a"])
            #expect(try await catalog.deleteTag("a", from: .app, as: .ofPlan) == .deleted)
            // Also by a clock that was set back.
            temporary.clock.advance(by: .seconds(-3600))
            if !hasExpired { try await catalog.push(image, in: .app) }
            temporary.clock.advance(by: .seconds(2 * 86_400))
            #expect(try await catalog.expireTrash(before: temporary.clock.now, limit: 10) == 1)
            if hasExpired {
                #expect(try temporary.reviewed() == [image.digest.description])
                try await catalog.push(image, in: .app)
            }
            #expect(try temporary.reviewed() == [])
            #expect(try temporary.contradictions() == [])
        }
    }
}
