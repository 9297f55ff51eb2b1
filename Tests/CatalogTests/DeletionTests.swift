import ContentHashing
import OCIModel
import StowageTestSupport
import Testing

@testable import Catalog

@Suite struct DeletionTests {
    @Test func deletedTagsLeaveTheRest() async throws {
        try await TemporaryCatalog.use { temporary in
            let catalog = temporary.catalog
            let manifest = try await catalog.push(image: "one", tags: ["a", "b"])
            #expect(try await catalog.deleteTag("a", from: .other) == .repositoryUnknown)
            #expect(try await catalog.deleteTag("c", from: .app) == .unknown)
            #expect(try await catalog.deleteTag("a", from: .app) == .deleted)
            #expect(try await catalog.manifest(.tag("a"), in: .app) == nil)
            #expect(try await catalog.deleteTag("a", from: .app) == .unknown)
            #expect(try await catalog.manifest(.tag("b"), in: .app)?.digest == manifest.digest)
            #expect(try await catalog.deleteTag("b", from: .app) == .deleted)
            #expect(try await catalog.manifest(.digest(manifest.digest), in: .app) != nil)
        }
    }

    @Test func deletedManifestsTakeTheirTags() async throws {
        try await TemporaryCatalog.use { temporary in
            let catalog = temporary.catalog
            let first = try await catalog.push(image: "one", tags: ["a", "b"])
            let second = try await catalog.push(image: "two", tags: ["c"])
            try await catalog.push(first, tags: ["a"], in: .other)
            #expect(try await catalog.deleteManifest(first.digest, from: .name("third")) == .repositoryUnknown)
            #expect(try await catalog.deleteManifest(Digest.of("x"), from: .app) == .unknown)
            #expect(try await catalog.deleteManifest(first.digest, from: .app) == .deleted)
            for reference in [Reference.tag("a"), .tag("b"), .digest(first.digest)] {
                #expect(try await catalog.manifest(reference, in: .app) == nil)
            }
            #expect(try await catalog.deleteManifest(first.digest, from: .app) == .unknown)
            #expect(try await catalog.manifest(.tag("c"), in: .app)?.digest == second.digest)
            #expect(try await catalog.manifest(.tag("a"), in: .other)?.digest == first.digest)
            #expect(try await catalog.blob(Digest.of("one"), in: .app) != nil)
            #expect(try temporary.rows("SELECT count(*) FROM manifest_contents") == ["2"])
            #expect(try temporary.rows("SELECT count(*) FROM manifest_references WHERE digest = '\(Digest.of("one"))'") == ["1"])
        }
    }

    @Test func manifestsWithVeryManyTagsGoInSteps() async throws {
        try await TemporaryCatalog.use { temporary in
            let catalog = temporary.catalog
            let tags = try (0..<(2 * Catalog.tagsDeletedAtOnce + 1)).map { try TagName("t\($0)") }
            let manifest = try await catalog.push(image: "one", tags: tags)
            try await catalog.push(image: "two", tags: ["keep"])
            let before = catalog.commitCounts.durableCommits
            #expect(try await catalog.deleteManifest(manifest.digest, from: .app) == .deleted)
            #expect(catalog.commitCounts.durableCommits - before == 3)
            #expect(try await catalog.tags(in: .app, after: nil, limit: 10)?.items == ["keep"])
            #expect(try temporary.rows("SELECT count(*) FROM tombstones") == ["\(tags.count + 1)"])
        }
    }

    @Test func whatWasDeletedCanComeBack() async throws {
        try await TemporaryCatalog.use { temporary in
            let catalog = temporary.catalog
            let manifest = try await catalog.push(image: "one", tags: ["a"])
            #expect(try await catalog.deleteManifest(manifest.digest, from: .app) == .deleted)
            #expect(try await catalog.unlinkBlob(Digest.of("one"), from: .app) == .deleted)
            #expect(try await catalog.publishManifest(manifest, tags: ["a"], in: .app) == .missing([Digest.of("one")]))
            #expect(try temporary.rows("SELECT kind FROM tombstones") == ["blob", "manifest", "tag"])
            try await catalog.push(manifest, tags: ["a"], in: .app)
            #expect(try await catalog.manifest(.tag("a"), in: .app)?.bytes == manifest.bytes)
            #expect(try temporary.rows("SELECT * FROM tombstones") == [])
        }
    }
}
