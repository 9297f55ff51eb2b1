import ContentHashing
import OCIModel
import StageModel
import StowageTestSupport
import Testing

@testable import Catalog

/// Deleting by hand, at once and for good: a secret has leaked.
@Suite struct ErasingTests {
    private static let now = Disposal(reason: "a secret", undoWindow: .zero, takesManifest: true)

    @Test func aTagGoesWithItsManifest() async throws {
        try await TemporaryCatalog.use { temporary async throws in
            let catalog = temporary.catalog
            let image = try await catalog.push(image: "base", "secret", tags: ["a"])
            try await catalog.push(image: "base", tags: ["b"])
            try await catalog.push(image: "secret", tags: ["c"], in: .other)
            let (outcome, entries) = try await catalog.deleteImage(.tag("a"), from: .app, as: Self.now)
            #expect(outcome == .deleted)
            #expect(entries.map(\.tag) == ["a"])
            #expect(entries.map(\.expiresAt) == [temporary.clock.now.millisecondsSince1970])
            #expect(try await catalog.manifest(.digest(image.digest), in: .app) == nil)
            #expect(try temporary.rows("SELECT count(*) FROM manifests") == ["2"])
            #expect(try await catalog.blob(Digest.of("secret"), in: .app) != nil, "somebody may have been told so; the collector looks at it")
            #expect(try temporary.rows("SELECT kind FROM tombstones ORDER BY kind") == ["manifest", "tag"])
            #expect(try await catalog.restore("a", in: .app) == .unknown)
            #expect(try await catalog.deleteImage(.tag("a"), from: .app, as: Self.now).outcome == .unknown)
            #expect(try await catalog.deleteImage(.tag("a"), from: .name("none"), as: Self.now).outcome == .repositoryUnknown)
            #expect(try temporary.contradictions() == [])
            #expect(try await catalog.statistics() == temporary.countedStatistics())
        }
    }

    @Test func whatTheTrashHasGoesToo() async throws {
        try await TemporaryCatalog.use { temporary async throws in
            let catalog = temporary.catalog
            for layer in ["one", "two", "three"] {
                try await catalog.push(image: layer, tags: ["a"])
                if layer != "three" { #expect(try await catalog.deleteTag("a", from: .app, as: .ofPlan) == .deleted) }
            }
            let (outcome, entries) = try await catalog.deleteImage(.tag("a"), from: .app, as: Self.now)
            #expect(outcome == .deleted)
            #expect(entries.count == 3)
            #expect(try temporary.trashed() == [])
            #expect(try temporary.rows("SELECT * FROM manifests") == [])
            // What was deleted before somebody noticed the secret.
            let image = try await catalog.push(image: "one", tags: ["a"])
            #expect(try await catalog.deleteImage(.digest(image.digest), from: .app, as: .ofPlan).entries.map(\.tag) == ["a"])
            #expect(try await catalog.deleteImage(.tag("a"), from: .app, as: Self.now).entries.map(\.tag) == ["a"])
            #expect(try temporary.rows("SELECT * FROM manifests") == [])
            #expect(try temporary.contradictions() == [])
        }
    }

    @Test func whatIsNeededStays() async throws {
        try await TemporaryCatalog.use { temporary async throws in
            let catalog = temporary.catalog
            let tagged = try await catalog.push(image: "one", tags: ["a", "b"])
            let trashed = try await catalog.push(image: "two", tags: ["c", "d"])
            #expect(try await catalog.deleteTag("d", from: .app, as: .ofTag) == .deleted)
            let entry = try await catalog.push(image: "three", tags: ["e"])
            var builder = ManifestBuilder.index()
            builder.entries = [entry.descriptor]
            let index = try await catalog.push(builder.manifest(), tags: ["i"], in: .app)
            var signed = ManifestBuilder.image(layers: ["four"])
            signed.subject = tagged.descriptor
            let signature = try await catalog.push(signed.manifest(), tags: ["s"], in: .app)
            for tag in ["a", "c", "e", "s"] as [TagName] {
                #expect(try await catalog.deleteImage(.tag(tag), from: .app, as: Self.now).outcome == .deleted)
            }
            for manifest in [tagged, trashed, entry, index, signature] {
                #expect(try await catalog.manifest(.digest(manifest.digest), in: .app) != nil)
            }
            // An index that can be restored needs its entries too.
            #expect(try await catalog.deleteManifest(index.digest, from: .app, as: .ofPlan) == .deleted)
            try await catalog.push(entry, tags: ["e"], in: .app)
            #expect(try await catalog.deleteImage(.tag("e"), from: .app, as: Self.now).outcome == .deleted)
            #expect(try await catalog.manifest(.digest(entry.digest), in: .app) != nil)
            #expect(try temporary.contradictions() == [])
        }
    }

    /// By the collector's reviews: somebody may have been told that one is there.
    @Test func theEntriesAndReferrersOfAnIndexAreLookedAtNext() async throws {
        try await TemporaryCatalog.use { temporary async throws in
            let catalog = temporary.catalog
            let first = try await catalog.push(image: "one")
            let second = try await catalog.push(image: "two", tags: ["keep"])
            var builder = ManifestBuilder.index()
            builder.entries = [first.descriptor, second.descriptor, .of("absent", MediaType.ociImageManifest.value)]
            let index = try await catalog.push(builder.manifest(), tags: ["a"], in: .app)
            var signed = ManifestBuilder.image(layers: ["signature"])
            signed.subject = index.descriptor
            let signature = try await catalog.push(signed.manifest(), in: .app)
            #expect(try await catalog.deleteImage(.tag("a"), from: .app, as: Self.now).outcome == .deleted)
            #expect(try await catalog.manifest(.digest(index.digest), in: .app) == nil)
            #expect(try temporary.rows("SELECT count(*) FROM manifest_reviews WHERE due_at = 0") == ["3"])
            _ = try await temporary.reviewManifests()
            for manifest in [first, signature] { #expect(try await catalog.manifest(.digest(manifest.digest), in: .app) == nil) }
            #expect(try await catalog.manifest(.tag("keep"), in: .app) != nil)
            #expect(try temporary.contradictions() == [])
            #expect(try await catalog.statistics() == temporary.countedStatistics())
        }
    }

    @Test func aDigestGoesWithAllTags() async throws {
        try await TemporaryCatalog.use { temporary async throws in
            let catalog = temporary.catalog
            let tags = try (0..<120).map { try TagName("t\($0)") }
            let image = try await catalog.push(image: "one", tags: tags)
            #expect(try await catalog.deleteManifest(image.digest, from: .app, as: .ofPlan) == .deleted)
            try await catalog.push(image, tags: ["a", "b"], in: .app)
            let (outcome, entries) = try await catalog.deleteImage(.digest(image.digest), from: .app, as: Self.now)
            #expect(outcome == .deleted)
            #expect(entries.compactMap(\.tag).sorted() == ["a", "b"])
            #expect(try temporary.trashed() == [])
            #expect(try temporary.rows("SELECT * FROM manifests") == [])
            #expect(try await catalog.deleteImage(.digest(image.digest), from: .app, as: Self.now).outcome == .unknown)
            #expect(try await catalog.statistics() == temporary.countedStatistics())
        }
    }

    @Test func oneThatNamesVeryManyGoesInSteps() async throws {
        try await TemporaryCatalog.use { temporary async throws in
            let catalog = temporary.catalog
            let image = try ManifestBuilder.image(layers: (0..<700).map { "layer \($0)" }).manifest()
            try await catalog.push(image, tags: ["a"], in: .app)
            try await catalog.push(image: "layer 7", tags: ["b"])
            #expect(try await catalog.deleteImage(.tag("a"), from: .app, as: Self.now).outcome == .deleted)
            #expect(try await catalog.manifest(.digest(image.digest), in: .app) == nil)
            try await StepTests.waitForRemoval(temporary)
            #expect(try temporary.rows("SELECT count(*) FROM manifest_references") == ["2"])
        }
    }
}
