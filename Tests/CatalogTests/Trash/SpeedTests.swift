import ContentHashing
import GRDB
import OCIModel
import StageModel
import StowageTestSupport
import Testing

@testable import Catalog

/// Coarse bounds, ten times what was measured without optimisation, for what a cleanup does very often.
@Suite struct CleanupSpeedTests {
    @Test func movingTagsToTheTrash() async throws {
        try await TemporaryCatalog.use { temporary async throws in
            let catalog = temporary.catalog
            try await Self.fill(catalog, manifests: 100, tagsEach: 20)
            let time = try await catalog.writer.write { context in
                guard var row = try RepositoryRow.find(.app, in: context) else { throw Unexpected(what: "no repository") }
                let tags = try context.db.rows("SELECT name, manifest_id FROM tags ORDER BY name", []) { (try $0.tagName(0), $0[1] as Int64) }
                let time = try ContinuousClock().measure {
                    for (tag, manifest) in tags { try TrashEntry.move(tag, of: manifest, .ofPlan, from: &row, &context) }
                }
                try row.save(in: context)
                return time / tags.count
            }
            print("a tag is moved to the trash in \(time)")
            #expect(time < .milliseconds(2))
            #expect(try temporary.trashed().count == 2000)
            #expect(try temporary.contradictions() == [])
        }
    }

    @Test func readingThousandManifests() async throws {
        try await TemporaryCatalog.use { temporary async throws in
            let catalog = temporary.catalog
            try await Self.fill(catalog, manifests: 1000, tagsEach: 1)
            let start = ContinuousClock.now
            let page = try await catalog.inventory(ofProject: "team", pattern: nil, after: nil, limit: 1000)
            let read = ContinuousClock.now
            let json = page.json
            let written = ContinuousClock.now
            let parsed = try InventoryPage(parsing: json)
            let end = ContinuousClock.now
            print("1000 manifests, \(json.count) bytes: read in \(read - start), written in \(written - read), parsed in \(end - written)")
            #expect(page.manifests.count == 1000)
            #expect(parsed == page)
            #expect(read - start < .seconds(3))
        }
    }

    /// Images of one base, with layers of their own, as stages and as images.
    static func fill(_ catalog: Catalog, manifests: Int, tagsEach: Int) async throws {
        for layer in 0..<5 { try await catalog.recordBlob(Digest.of("base \(layer)"), size: 1, in: .app, completing: nil) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<manifests {
                group.addTask {
                    var builder = ManifestBuilder.image(config: "config \(number)", layers: (0..<5).map { "base \($0)" } + ["own \(number)"])
                    builder.annotations = [("n", "\(number)")]
                    let image = try builder.manifest()
                    for blob in image.requiredBlobs.map(\.digest) { try await catalog.recordBlob(blob, size: 1, in: .app, completing: nil) }
                    let commits = [CommitID(String(repeating: "1", count: 40))].compactMap { $0 }
                    var facts: [TagName: TagFacts] = [:]
                    for tag in 0..<tagsEach {
                        if (number + tag) % 2 == 0 {
                            let stage = StageTag(signature: .of("a"), uniqueID: 1_600_000_000_000 + Int64(number * tagsEach + tag))
                            facts[stage.tag] = .stage(stage, StageFacts(stageName: "install", commits: commits, size: 7))
                        } else {
                            facts[try TagName("v\(number)-\(tag)")] = .image(
                                ImageFacts(imageName: "node", strategy: .gitTag, commits: commits, size: 7))
                        }
                    }
                    _ = try await catalog.publishManifest(image, tags: facts.keys.sorted { $0.value < $1.value }, facts: facts, in: .app)
                }
            }
            try await group.waitForAll()
        }
    }
}
