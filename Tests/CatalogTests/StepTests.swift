import ContentHashing
import OCIModel
import StowageTestSupport
import Testing

@testable import Catalog

/// Manifests that name more than the writer takes at once.
@Suite struct StepTests {
    static func index(_ count: Int) throws -> Manifest {
        var builder = ManifestBuilder.index()
        builder.entries = (0..<count).map { .of("entry \($0)", MediaType.ociImageManifest.value) }
        return try builder.manifest()
    }

    static func record(_ blobs: [Descriptor], in catalog: Catalog) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for blob in blobs {
                group.addTask { try await catalog.recordBlob(blob.digest, size: blob.size, in: .app, completing: nil) }
            }
            try await group.waitForAll()
        }
    }

    /// Waits until nothing is left of what was removed in steps.
    static func waitForRemoval(_ temporary: TemporaryCatalog) async throws {
        for _ in 0..<1000 {
            if try temporary.rows("SELECT id FROM manifests WHERE repository_id IS NULL").isEmpty { return }
            try await Task.sleep(for: .milliseconds(5))
        }
        throw Unexpected(what: "loose manifests stay")
    }

    @Test(arguments: [499, 500, 501, 1000, 1001, 5000]) func publishesAndDeletes(_ count: Int) async throws {
        try await TemporaryCatalog.use { temporary in
            let catalog = temporary.catalog
            let index = try Self.index(count)
            #expect(try await catalog.publishManifest(index, tags: ["a"], in: .app) == .published)
            #expect(try await catalog.manifest(.tag("a"), in: .app)?.bytes == index.bytes)
            #expect(try await catalog.manifest(.tag("a"), in: .app)?.generation == 1)
            #expect(try temporary.rows("SELECT count(DISTINCT digest) FROM manifest_references") == ["\(count)"])
            #expect(try await catalog.statistics() == temporary.countedStatistics())
            let before = catalog.commitCounts.operations
            #expect(try await catalog.publishManifest(index, tags: ["b"], in: .app) == .published)
            #expect(try temporary.rows("SELECT generation FROM repositories") == ["3"])
            try await Self.waitForRemoval(temporary)
            #expect(catalog.commitCounts.operations > before)
            #expect(try temporary.rows("SELECT count(*) FROM manifest_references") == ["\(count)"])

            #expect(try await catalog.deleteManifest(index.digest, from: .app) == .deleted)
            #expect(try await catalog.manifest(.digest(index.digest), in: .app) == nil)
            #expect(try await catalog.manifest(.tag("a"), in: .app) == nil)
            #expect(try await catalog.statistics().manifests == 0)
            #expect(try await catalog.repositories(after: nil, limit: 10).items.isEmpty)
            try await Self.waitForRemoval(temporary)
            #expect(try temporary.rows("SELECT 1 FROM manifest_references UNION ALL SELECT 1 FROM manifest_contents") == [])
            #expect(try await catalog.statistics() == temporary.countedStatistics())
            #expect(try await catalog.publishManifest(index, tags: ["a"], in: .app) == .published)
            #expect(try await catalog.manifest(.tag("a"), in: .app)?.bytes == index.bytes)
        }
    }

    @Test func othersGetTheirTurnInBetween() async throws {
        try await TemporaryCatalog.use { temporary in
            let catalog = temporary.catalog
            let index = try Self.index(10_000)
            async let published = catalog.publishManifest(index, tags: [], in: .app)
            var turns = 0
            while try await catalog.manifest(.digest(index.digest), in: .app) == nil {
                try await catalog.recordBlob(Digest.of("\(turns)"), size: 1, in: .other, completing: nil)
                turns += 1
            }
            #expect(try await published == .published)
            #expect(turns >= 5)
        }
    }

    @Test func imagesNeedTheirBlobs() async throws {
        try await TemporaryCatalog.use { temporary in
            let catalog = temporary.catalog
            let layers = (0..<700).map { "layer \($0)" }
            let image = try ManifestBuilder.image(layers: layers).manifest()
            #expect(try await catalog.publishManifest(image, tags: ["a"], in: .app) == .missing(image.requiredBlobs.map(\.digest)))
            try await Self.record(image.requiredBlobs.dropLast(), in: catalog)
            #expect(try await catalog.publishManifest(image, tags: ["a"], in: .app) == .missing([Digest.of("layer 699")]))
            #expect(try temporary.rows("SELECT * FROM manifests") == [])
            try await catalog.push(image, tags: ["a"], in: .app)
            #expect(try await catalog.manifest(.tag("a"), in: .app)?.bytes == image.bytes)
        }
    }

    /// A blob that is taken away while the manifest is written is missed.
    @Test func theBlobsAreThereAtTheLastStep() async throws {
        try await TemporaryCatalog.use { temporary in
            let catalog = temporary.catalog
            let image = try ManifestBuilder.image(layers: (0..<1200).map { "layer \($0)" }).manifest()
            try await Self.record(image.requiredBlobs, in: catalog)
            #expect(try await catalog.publishManifest(image, tags: [], in: .app) == .published)
            for _ in 0..<5 {
                #expect(try await catalog.deleteManifest(image.digest, from: .app) == .deleted)
                async let outcome = catalog.publishManifest(image, tags: ["a"], in: .app)
                let unlinked = try await catalog.unlinkBlob(Digest.of("layer 7"), from: .app)
                #expect(unlinked == .deleted)
                if try await outcome == .missing([Digest.of("layer 7")]) {
                    #expect(try await catalog.manifest(.tag("a"), in: .app) == nil)
                } else {
                    #expect(try await outcome == .published)
                    #expect(
                        try temporary.rows(
                            "SELECT m.generation < t.generation FROM manifests m, tombstones t WHERE t.kind = 'blob' AND repository_id NOTNULL")
                            == ["1"], "published before")
                }
                try await catalog.recordBlob(Digest.of("layer 7"), size: 7, in: .app, completing: nil)
                #expect(try await catalog.publishManifest(image, tags: [], in: .app) == .published)
            }
            try await Self.waitForRemoval(temporary)
            #expect(try await catalog.statistics() == temporary.countedStatistics())
        }
    }

    @Test func theSameAtOnceIsThereOnce() async throws {
        try await TemporaryCatalog.use { temporary in
            let catalog = temporary.catalog
            let index = try Self.index(2000)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<6 {
                    group.addTask { try await catalog.push(index, tags: ["a"], in: .app) }
                }
                try await group.waitForAll()
            }
            try await Self.waitForRemoval(temporary)
            #expect(try temporary.rows("SELECT generation FROM repositories") == ["2"])
            #expect(try temporary.rows("SELECT count(*) FROM manifest_references") == ["2000"])
            #expect(try await catalog.statistics() == temporary.countedStatistics())
        }
    }

    @Test func whatACrashLeftIsRemovedAfterOpening() async throws {
        try await TemporaryCatalog.use { temporary in
            let first = temporary.catalog
            try await first.push(image: "one", tags: ["a"])
            let row = try ManifestRow(Self.index(1500))
            try await first.writer.write { context in
                let id = try row.insert(repository: nil, generation: 0, in: context)
                try row.insertReferences(0..<1200, of: id, in: context)
            }
            let statistics = try await first.statistics()
            #expect(statistics.manifests == 1)
            try await first.close()
            let second = try TemporaryCatalog.open(at: temporary.path)
            try await Self.waitForRemoval(temporary)
            #expect(try await second.statistics() == statistics)
            #expect(try temporary.rows("SELECT count(*) FROM manifest_references") == ["2"])
            #expect(try await second.manifest(.tag("a"), in: .app) != nil)
            try await second.close()
        }
    }
}
