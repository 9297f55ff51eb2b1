import Catalog
import ContentHashing
import OCIModel
import StageModel
import StowageTestSupport
import Testing

/// Each change takes the next generation of its repository; what is there already takes none.
@Suite struct GenerationTests {
    @Test func everyChangeTakesTheNext() async throws {
        try await TemporaryCatalog.use { temporary in
            let catalog = temporary.catalog
            let now = temporary.clock.now.millisecondsSince1970
            func generation() throws -> String? { try temporary.rows("SELECT generation FROM repositories WHERE name = 'team/app'").first }

            let first = try ManifestBuilder.image(layers: ["one"]).manifest()
            try await catalog.recordBlob(Digest.of("{}"), size: 2, in: .app, completing: nil)
            #expect(try generation() == "1")
            try await catalog.recordBlob(Digest.of("one"), size: 3, in: .app, completing: nil)
            #expect(try generation() == "2")
            try await catalog.push(first, tags: ["a", "b"], in: .app)
            #expect(try generation() == "5")
            #expect(try temporary.rows("SELECT generation FROM blob_links") == ["1", "2"])
            #expect(try temporary.rows("SELECT generation FROM manifests") == ["3"])
            #expect(try temporary.rows("SELECT name, generation FROM tags") == ["a|4", "b|5"])

            try await catalog.push(first, tags: ["b", "a"], in: .app)
            #expect(try await catalog.mountBlob(Digest.of("one"), from: .app, into: .app) != .unknown)
            #expect(try await catalog.deleteTag("none", from: .app) == .unknown)
            #expect(try await catalog.unlinkBlob(Digest.of("none"), from: .app) == .unknown)
            try await catalog.markSuspect(try #require(try await catalog.blob(Digest.of("one"))))
            try await catalog.recordBlob(Digest.of("one"), size: 3, in: .app, completing: nil)
            #expect(try generation() == "5")

            let second = try await catalog.push(image: "one", "two", tags: ["b"])
            #expect(try temporary.rows("SELECT name, generation FROM tags") == ["a|4", "b|8"])
            #expect(try await catalog.deleteTag("b", from: .app) == .deleted)
            #expect(try generation() == "9")
            #expect(try temporary.rows("SELECT kind, key, generation, deleted_at FROM tombstones") == ["tag|b|9|\(now)"])

            #expect(try await catalog.deleteManifest(first.digest, from: .app) == .deleted)
            #expect(try generation() == "11")
            #expect(
                try temporary.rows("SELECT kind, key, generation FROM tombstones ORDER BY generation")
                    == ["tag|b|9", "tag|a|10", "manifest|\(first.digest)|11"])

            #expect(try await catalog.unlinkBlob(Digest.of("two"), from: .app) == .deleted)
            #expect(try temporary.rows("SELECT key, generation FROM tombstones WHERE kind = 'blob'") == ["\(Digest.of("two"))|12"])
            try await catalog.recordBlob(Digest.of("two"), size: 3, in: .app, completing: nil)
            try await catalog.push(second, tags: ["b"], in: .app)
            #expect(try generation() == "14")
            #expect(try temporary.rows("SELECT key, generation FROM tombstones ORDER BY generation") == ["a|10", "\(first.digest)|11"])
        }
    }

    @Test func repositoriesCountApart() async throws {
        try await TemporaryCatalog.use { temporary in
            let catalog = temporary.catalog
            try await catalog.push(image: "one", tags: ["a"], in: .app)
            try await catalog.recordBlob(Digest.of("one"), size: 3, in: .other, completing: nil)
            #expect(try temporary.rows("SELECT name, generation FROM repositories ORDER BY name") == ["other|1", "team/app|4"])
        }
    }
}
