import ContentHashing
import FoundationEssentials
import GRDB
import OCIModel
import StageModel
import StowageTestSupport
import Testing

@testable import Catalog

/// The schema moves on by steps; what was written before a step goes on after it.
@Suite struct SchemaStepTests {
    @Test func goesOnWithACatalogOfTheFirstStep() async throws {
        try await ScratchFolder.with { folder in
            let path = folder.path("catalog.sqlite")
            let image = try ManifestBuilder.image(layers: ["one"]).manifest()
            let loose = try ManifestBuilder.image(layers: ["two"]).manifest()
            let stage = StageTag.of("a", 1)
            try Self.writeFirstStep(at: path, image: image, untagged: loose, stage: stage)

            let clock = TestClock()
            let catalog = try TemporaryCatalog.open(at: path, clock: clock)
            let temporary = TemporaryCatalog(folder: folder.path, clock: clock, catalog: catalog)
            #expect(try await catalog.manifest(.tag("latest"), in: .app)?.bytes == image.bytes)
            #expect(try await catalog.candidates("a") == [stage.uniqueID])
            #expect(try temporary.contradictions() == [])
            #expect(try temporary.rows("SELECT count(*) FROM blob_reviews") == ["3"], "what lost its last reference before is found")
            // Since when a manifest has no tag nobody knew: it counts from now on, not from its making.
            let untagged = try #require(Int64(try temporary.rows("SELECT untagged_at FROM manifests WHERE id = 2")[0]))
            #expect(untagged > 1_790_000_000_000)

            for tag in [stage.tag, "latest"] {
                #expect(try await catalog.deleteTag(tag, from: .app, as: .ofPlan) == .deleted)
                #expect(try await catalog.restore(tag, in: .app).tags == [tag.value])
            }
            #expect(try await catalog.deleteManifest(loose.digest, from: .app, as: .ofPlan) == .deleted)
            #expect(try await catalog.restore(loose.digest, in: .app).tags == ["-"])
            try await catalog.push(image: "three", tags: ["new"])
            #expect(try await catalog.statistics() == temporary.countedStatistics())
            #expect(try temporary.contradictions() == [])
            #expect(try await catalog.inventory(ofProject: "team/app", pattern: nil, after: nil, limit: 10).manifests.isEmpty)
            #expect(try await catalog.inventory(ofProject: "team", pattern: nil, after: nil, limit: 10).manifests.count == 3)
            try await catalog.close()
        }
    }

    /// A catalog as it was before there was a trash.
    private static func writeFirstStep(at path: String, image: Manifest, untagged: Manifest, stage: StageTag) throws {
        let queue = try DatabaseQueue(path: path)
        try CatalogSchema.migrator.migrate(queue, upTo: "1 repositories, blobs, manifests, tags, uploads")
        try queue.write { db in
            try db.execute(sql: "INSERT INTO repositories (id, name, generation, created_at) VALUES (1, 'team/app', 9, 1000)")
            for (index, blob) in Set((image.requiredBlobs + untagged.requiredBlobs).map(\.digest)).sorted().enumerated() {
                try db.execute(
                    sql: "INSERT INTO blobs (id, digest, size, created_at) VALUES (?, ?, 3, 1000)", arguments: [index + 1, blob.description])
                try db.execute(
                    sql: "INSERT INTO blob_links (repository_id, blob_id, generation, created_at) VALUES (1, ?, ?, 1000)",
                    arguments: [index + 1, index + 1])
            }
            for (id, manifest) in [(1, image), (2, untagged)] {
                let row = try ManifestRow(manifest)
                try db.execute(
                    sql: """
                        INSERT INTO manifests (id, repository_id, digest, media_type, kind, artifact_type, size, generation, created_at)
                          VALUES (?, 1, ?, ?, ?, ?, ?, ?, 1000)
                        """,
                    arguments: [id, row.digest, row.mediaType, row.kind, row.artifactType, row.bytes.count, 4 + id])
                try db.execute(sql: "INSERT INTO manifest_contents (manifest_id, bytes) VALUES (?, ?)", arguments: [id, row.bytes])
                for reference in row.references {
                    try db.execute(
                        sql: "INSERT INTO manifest_references (manifest_id, role, position, digest) VALUES (?, ?, ?, ?)",
                        arguments: [id, reference.role, reference.position, reference.digest])
                }
            }
            for (tag, generation) in [(stage.text, 8), ("latest", 9)] {
                try db.execute(
                    sql: "INSERT INTO tags (repository_id, name, manifest_id, generation, created_at, updated_at) VALUES (1, ?, 1, ?, 1000, 1000)",
                    arguments: [tag, generation])
            }
            try db.execute(
                sql: """
                    INSERT INTO stages (repository_id, signature, unique_id, digest, size, published_at, commits, is_rejected)
                      VALUES (1, ?, ?, ?, 5, 1000, '', 0)
                    """, arguments: [stage.signature.value, stage.uniqueID, image.digest.description])
            try db.execute(
                sql: "INSERT INTO stage_signatures (repository_id, signature, generation) VALUES (1, ?, 8)", arguments: [stage.signature.value])
            try db.execute(
                sql: "INSERT INTO images (repository_id, tag, size, commits, is_recorded) VALUES (1, 'latest', 5, '', 0)")
        }
        try queue.close()
    }
}
