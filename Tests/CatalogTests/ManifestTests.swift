import Catalog
import ContentHashing
import OCIModel
import StowageTestSupport
import Testing

@Suite struct ManifestTests {
    @Test func publishesAndReads() async throws {
        try await TemporaryCatalog.use { temporary in
            let catalog = temporary.catalog
            let manifest = try await catalog.push(image: "one", "two", tags: ["latest", "v1"])
            let stored = try #require(try await catalog.manifest(.tag("latest"), in: .app))
            #expect(stored.digest == manifest.digest)
            #expect(stored.mediaType == manifest.mediaType)
            #expect(stored.bytes == manifest.bytes)
            #expect(stored.createdAt == temporary.clock.now)
            #expect(try await catalog.manifest(.tag("v1"), in: .app) == stored)
            #expect(try await catalog.manifest(.digest(manifest.digest), in: .app) == stored)
            #expect(try await catalog.manifest(.tag("v2"), in: .app) == nil)
            #expect(try await catalog.manifest(.tag("Latest"), in: .app) == nil)
            #expect(try await catalog.manifest(.digest(Digest.of("x")), in: .app) == nil)
            #expect(try await catalog.manifest(.tag("latest"), in: .other) == nil)
            #expect(try await catalog.manifest(.digest(manifest.digest), in: .other) == nil)
        }
    }

    @Test func keepsEveryByte() async throws {
        try await TemporaryCatalog.use { temporary in
            let catalog = temporary.catalog
            var odd = ManifestBuilder.image(layers: [])
            odd.extra = [("Ünïcode", "\u{1f600}\u{0}\\\" \u{301}"), ("mediatypes", 5), ("again", 1), ("again", 2)]
            for bytes in [
                Array("\n\t ".utf8) + odd.bytes + Array(" \r\n".utf8), odd.bytes(paddedTo: 4 * 1024 * 1024), odd.bytes(paddedTo: 4095), odd.bytes,
            ] {
                let manifest = try Manifest(parsing: bytes, contentType: nil)
                try await catalog.push(manifest, tags: ["t"], in: .app)
                let stored = try #require(try await catalog.manifest(.tag("t"), in: .app))
                #expect(stored.bytes == bytes)
                #expect(Digest(hashing: stored.bytes) == manifest.digest)
            }
        }
    }

    @Test func bothAlgorithmsAreTwoManifests() async throws {
        try await TemporaryCatalog.use { temporary in
            let catalog = temporary.catalog
            let builder = ManifestBuilder.image()
            let first = try await catalog.push(builder.manifest(), tags: ["a"], in: .app)
            let second = try await catalog.push(builder.manifest(algorithm: .sha512), tags: ["b"], in: .app)
            #expect(try await catalog.manifest(.tag("a"), in: .app)?.digest == first.digest)
            #expect(try await catalog.manifest(.tag("b"), in: .app)?.digest == second.digest)
            #expect(try await catalog.deleteManifest(first.digest, from: .app) == .deleted)
            #expect(try await catalog.manifest(.digest(second.digest), in: .app)?.bytes == builder.bytes)
        }
    }

    @Test func namesMissingBlobsAndChangesNothing() async throws {
        try await TemporaryCatalog.use { temporary in
            let catalog = temporary.catalog
            var builder = ManifestBuilder.image(config: "{}", layers: ["one", "two", "one", "elsewhere"])
            builder.layers?.append(
                Descriptor(mediaType: MediaType("a/b"), digest: Digest.of("foreign"), size: 1, urls: ["https://example.com"]))
            let manifest = try builder.manifest()
            #expect(
                try await catalog.publishManifest(manifest, tags: ["t"], in: .app)
                    == .missing([Digest.of("{}"), Digest.of("one"), Digest.of("two"), Digest.of("elsewhere")]))
            #expect(try temporary.rows("SELECT * FROM repositories") == [])

            try await catalog.recordBlob(Digest.of("{}"), size: 2, in: .app, completing: nil)
            try await catalog.recordBlob(Digest.of("two"), size: 3, in: .app, completing: nil)
            try await catalog.recordBlob(Digest.of("elsewhere"), size: 9, in: .other, completing: nil)
            #expect(try await catalog.publishManifest(manifest, tags: ["t"], in: .app) == .missing([Digest.of("one"), Digest.of("elsewhere")]))
            #expect(try await catalog.manifest(.tag("t"), in: .app) == nil)
            #expect(try temporary.rows("SELECT * FROM manifests") == [])
            #expect(try temporary.rows("SELECT generation FROM repositories WHERE name = 'team/app'") == ["2"])

            try await catalog.recordBlob(Digest.of("one"), size: 3, in: .app, completing: nil)
            #expect(try await catalog.mountBlob(Digest.of("elsewhere"), from: nil, into: .app) != .unknown)
            #expect(try await catalog.publishManifest(manifest, tags: ["t"], in: .app) == .published)
        }
    }

    @Test func indexesMayBeSparse() async throws {
        try await TemporaryCatalog.use { temporary in
            let catalog = temporary.catalog
            let absent = try ManifestBuilder.image().manifest()
            var cache = ManifestBuilder.index(of: [absent])
            cache.entries?.append(.of("layer", "application/vnd.oci.image.layer.v1.tar+gzip"))
            #expect(try await catalog.publishManifest(cache.manifest(), tags: ["cache"], in: .app) == .published)
            #expect(
                try temporary.rows("SELECT role, position, digest FROM manifest_references ORDER BY 1, 2")
                    == ["entry|0|\(absent.digest)", "entry|1|\(Digest.of("layer"))"])
        }
    }

    @Test func recordsAllReferences() async throws {
        try await TemporaryCatalog.use { temporary in
            let catalog = temporary.catalog
            var builder = ManifestBuilder.image(layers: ["one", "one"])
            builder.subject = Descriptor.of("absent", MediaType.ociImageManifest.value)
            try await catalog.push(builder.manifest(), in: .app)
            #expect(
                try temporary.rows("SELECT role, position, digest FROM manifest_references ORDER BY 1, 2") == [
                    "config|0|\(Digest.of("{}"))", "layer|0|\(Digest.of("one"))", "layer|1|\(Digest.of("one"))",
                    "subject|0|\(Digest.of("absent"))",
                ])
            var artifact = ManifestBuilder(mediaType: .ociArtifactManifest)
            artifact.blobs = [.of("{}", "a/b")]
            let manifest = try await catalog.push(artifact.manifest(), in: .app)
            #expect(
                try temporary.rows(
                    "SELECT role, r.digest FROM manifest_references r JOIN manifests m ON m.id = r.manifest_id WHERE m.digest = '\(manifest.digest)'")
                    == ["blob|\(Digest.of("{}"))"])
        }
    }

    @Test func pushingAgainMovesOnlyTags() async throws {
        try await TemporaryCatalog.use { temporary in
            let catalog = temporary.catalog
            var builder = ManifestBuilder.image()
            builder.mediaType = nil
            let first = try Manifest(parsing: builder.bytes, contentType: MediaType.ociImageManifest.value)
            try await catalog.push(first, tags: ["a"], in: .app)
            let stored = try await catalog.manifest(.tag("a"), in: .app)
            temporary.clock.advance(by: .seconds(1))
            let again = try Manifest(parsing: builder.bytes, contentType: MediaType.dockerManifest.value)
            try await catalog.push(again, tags: ["a", "b", "b"], in: .app)
            #expect(try await catalog.manifest(.tag("a"), in: .app) == stored)
            #expect(try await catalog.manifest(.tag("b"), in: .app) == stored)
            #expect(try temporary.rows("SELECT name, created_at = updated_at FROM tags") == ["a|0", "b|1"])
        }
    }

    @Test func tagsMove() async throws {
        try await TemporaryCatalog.use { temporary in
            let catalog = temporary.catalog
            let first = try await catalog.push(image: "one", tags: ["latest", "v1"])
            temporary.clock.advance(by: .seconds(1))
            let second = try await catalog.push(image: "two", tags: ["latest"])
            #expect(try await catalog.manifest(.tag("latest"), in: .app)?.digest == second.digest)
            #expect(try await catalog.manifest(.tag("v1"), in: .app)?.digest == first.digest)
            #expect(try await catalog.manifest(.digest(first.digest), in: .app) != nil)
            #expect(try temporary.rows("SELECT name, updated_at - created_at FROM tags") == ["latest|1000", "v1|0"])
        }
    }
}
