import ContentHashing
import OCIModel
import StageModel
import StowageTestSupport
import Testing

@testable import Catalog

@Suite struct InventoryTests {
    /// All pages of a project, one after the other.
    static func pages(_ catalog: Catalog, _ project: String, pattern: String? = nil, limit: Int = 100) async throws -> [InventoryPage] {
        var pages: [InventoryPage] = []
        var after: String?
        repeat {
            let page = try await catalog.inventory(ofProject: project, pattern: pattern, after: after, limit: limit)
            pages.append(page)
            after = page.next
        } while after != nil && pages.count < 1000
        return pages
    }

    @Test func saysWhatThereIs() async throws {
        try await TemporaryCatalog.use { temporary async throws in
            let catalog = temporary.catalog
            let image = try await catalog.push(image: "base", "one")
            let (stage, recorded) = (StageTag.of("a", 1), StageTag.of("b", 1))
            let commits = [CommitID(String(repeating: "1", count: 40))].compactMap { $0 }
            let stageFacts = StageFacts(
                stageName: "install", imageName: "node", parent: StageTag.of("b", 1).text, commits: commits, imports: [Digest.of("x").description],
                gitReference: "main", buildDuration: .milliseconds(1500), size: 7)
            let imageFacts = ImageFacts(imageName: "node", strategy: .gitTag, gitReference: "v1", commits: commits, signature: .of("a"), size: 9)
            _ = try await catalog.publishManifest(
                image, tags: [stage.tag, stage.rejection, "custom-tag-meta-x"],
                facts: [stage.tag: .stage(stage, stageFacts), "custom-tag-meta-x": .service(.customTag(slug: "x"), labels: ["tag": "x"])], in: .app)
            _ = try await catalog.publishImage(image, tag: recorded.tag, facts: imageFacts, in: .app)
            // Of the shape of no stage, though SQLite would read it as that of the stage above.
            let odd = try TagName("\(stage.signature)-0\(stage.uniqueID)")
            _ = try await catalog.publishManifest(image, tags: [odd], in: .app)
            let published = temporary.clock.now
            temporary.clock.advance(by: .seconds(5))
            var uses = UseBatch()
            uses.pulls[UseBatch.Stage(repository: .app, tag: stage.tag)] = 1
            uses.manifests = [UseBatch.Manifest(repository: .app, digest: image.digest)]
            _ = try await catalog.recordUses(uses)

            let page = try await catalog.inventory(ofProject: "team", pattern: nil, after: nil, limit: 10)
            #expect(page.repository == .app)
            #expect(page.takenAt == temporary.clock.now)
            #expect(page.next == nil)
            let manifest = try #require(page.manifests.first)
            #expect(page.manifests.count == 1)
            #expect(manifest.digest == image.digest)
            #expect(manifest.kind == .image)
            #expect(manifest.untaggedAt == nil && !manifest.isInTrash && manifest.subject == nil)
            #expect(manifest.lastUsedAt == temporary.clock.now)
            #expect(manifest.createdAt == published)
            #expect(manifest.config.map { page.blobs[$0].digest } == image.config?.digest)
            #expect(manifest.layers.map { page.blobs[$0].digest } == image.layers.map(\.digest))
            #expect(page.blobs.map(\.isShared) == [false, false, false])
            #expect(page.blobs.map(\.size) == [2, 4, 3])
            let tags = Dictionary(manifest.tags.map { ($0.name, $0) }, uniquingKeysWith: { $1 })
            #expect(tags.count == 5)
            #expect(tags[stage.tag]?.facts == .stage(stage, stageFacts))
            #expect(tags[stage.tag]?.isRejected == true)
            #expect(tags[stage.tag]?.lastUsedAt == temporary.clock.now)
            #expect(tags[stage.tag]?.publishedAt == published)
            #expect(tags[stage.rejection]?.facts == .service(.rejected(stage), labels: [:]))
            #expect(tags["custom-tag-meta-x"]?.facts == .service(.customTag(slug: "x"), labels: ["tag": "x"]))
            #expect(tags[recorded.tag]?.facts == .image(imageFacts))
            #expect(tags[recorded.tag]?.isRecorded == true)
            #expect(tags[odd]?.facts == .image(ImageFacts()))
            let generations = try temporary.rows("SELECT name || ' ' || generation FROM tags ORDER BY name")
            #expect(manifest.tags.map { "\($0.name) \($0.generation)" } == generations)
            #expect(try InventoryPage(parsing: page.json) == page)
        }
    }

    @Test func namesIndexesSubjectsAndWhatIsAbsent() async throws {
        try await TemporaryCatalog.use { temporary async throws in
            let catalog = temporary.catalog
            let image = try await catalog.push(image: "one")
            try await catalog.recordBlob(Digest.of("cached"), size: 6, in: .app, completing: nil)
            var builder = ManifestBuilder.index(of: [image])
            builder.entries? += [.of("absent", MediaType.ociImageManifest.value), .of("cached", "application/vnd.oci.image.layer.v1.tar+gzip")]
            let index = try await catalog.push(builder.manifest(), tags: ["i"], in: .app)
            let referrer = try ManifestBuilder.referrer(to: index.descriptor, artifactType: "sbom").manifest()
            try await catalog.push(referrer, in: .app)
            let page = try await catalog.inventory(ofProject: "team", pattern: nil, after: nil, limit: 10)
            #expect(page.manifests.map(\.digest) == [image.digest, index.digest, referrer.digest])
            let found = try #require(page.manifests.first { $0.digest == index.digest })
            #expect(found.kind == .index)
            #expect(found.entries == index.entries.map(\.digest))
            #expect(found.config == nil && found.layers == [])
            #expect(page.blobs.contains(InventoryPage.Blob(digest: Digest.of("cached"), size: 6, isShared: false)))
            #expect(!page.blobs.contains { $0.digest == Digest.of("absent") })
            let hanging = try #require(page.manifests.first { $0.digest == referrer.digest })
            #expect(hanging.subject == index.digest)
            #expect(hanging.entries == [])
            #expect(hanging.untaggedAt == temporary.clock.now)
            #expect(try InventoryPage(parsing: page.json) == page)
        }
    }

    @Test func saysWhatIsInTheTrash() async throws {
        try await TemporaryCatalog.use { temporary async throws in
            let catalog = temporary.catalog
            let image = try await catalog.push(image: "one", tags: ["a"])
            let gone = try await catalog.push(image: "two", tags: ["b"])
            func isInTrash() async throws -> [Bool] {
                try await catalog.inventory(ofProject: "team", pattern: nil, after: nil, limit: 10).manifests.map(\.isInTrash)
            }
            #expect(try await catalog.deleteManifest(gone.digest, from: .app, as: .ofPlan) == .deleted)
            #expect(try await isInTrash() == [false], "what is out of its repository isn't here")
            #expect(try await catalog.deleteTag("a", from: .app, as: .ofTag) == .deleted)
            #expect(try await isInTrash() == [false], "it stays without its tag")
            #expect(try await catalog.restore("a", in: .app).tags == ["a"])
            #expect(try await catalog.deleteTag("a", from: .app, as: .ofPlan) == .deleted)
            #expect(try await isInTrash() == [true])
            try await catalog.push(image, in: .app)
            #expect(try await isInTrash() == [false], "pushed since")
        }
    }

    @Test(arguments: [1, 2, 3, 7, 100]) func pagesGoOnAcrossRepositories(_ limit: Int) async throws {
        try await TemporaryCatalog.use { temporary async throws in
            let catalog = temporary.catalog
            var expected: [String] = []
            for name in ["p", "p/a", "p/stages", "p/empty", "p/z/deep"] {
                let repository = RepositoryName.name(name)
                if name == "p/empty" {
                    try await catalog.recordBlob(Digest.of("x"), size: 1, in: repository, completing: nil)
                    continue
                }
                for number in 0..<5 {
                    let image = try await catalog.push(image: "\(name) \(number)", tags: number == 0 ? ["t"] : [], in: repository)
                    expected.append("\(name) \(image.digest)")
                }
            }
            for foreign in ["p-other", "p.other/x", "q", "p/own/stages", "p/own/x"] {
                try await catalog.push(image: "x", in: .name(foreign))
            }
            let pages = try await Self.pages(catalog, "p", limit: limit)
            #expect(pages.flatMap { page in page.manifests.map { "\(page.repository) \($0.digest)" } } == expected)
            #expect(pages.allSatisfy { $0.manifests.count <= limit && !$0.manifests.isEmpty })
            let watermark = try await catalog.watermark(ofProject: "p", pattern: nil)
            #expect(watermark.repositories.map(\.name) == ["p", "p/a", "p/empty", "p/stages", "p/z/deep"])
            #expect(watermark.takenAt == temporary.clock.now.millisecondsSince1970)
            let generations = try temporary.rows(
                "SELECT generation FROM repositories WHERE name IN ('p', 'p/a', 'p/empty', 'p/stages', 'p/z/deep') ORDER BY name")
            #expect(watermark.repositories.map { "\($0.generation)" } == generations)
        }
    }

    @Test func manifestsWithVeryManyTagsEndAPage() async throws {
        try await TemporaryCatalog.use { temporary async throws in
            let catalog = temporary.catalog
            let stages = (1...60).map { StageTag.of("a", Int64($0)).tag }
            try await catalog.push(image: "one", tags: stages)
            try await catalog.push(image: "two", tags: ["x"])
            let pages = try await catalog.read { db in
                let repositories = try ProjectRepositories(ProjectName(.name("team")), nil, in: db).all()
                let reader = InventoryReader(repositories: repositories, now: temporary.clock.now, rowsAtOnce: 10, in: db)
                let page = try reader.page(after: nil, limit: 10)
                guard let next = page?.next.flatMap({ InventoryCursor($0) }) else { return [page].compactMap { $0 } }
                return [page, try reader.page(after: next, limit: 10)].compactMap { $0 }
            }
            #expect(pages.map { $0.manifests.map(\.tags.count) } == [[60], [1]])
        }
    }

    /// Of blobs that another project holds too nothing is freed.
    @Test func saysWhatIsSharedWithOthers() async throws {
        try await TemporaryCatalog.use { temporary async throws in
            let catalog = temporary.catalog
            try await catalog.push(image: "base", "both", "mine", tags: ["a"], in: .name("p/app"))
            try await catalog.push(image: "both", tags: ["a"], in: .name("p/web"))
            try await catalog.push(image: "base", tags: ["a"], in: .name("q/app"))
            let pages = try await Self.pages(catalog, "p")
            let shared = Dictionary(pages.flatMap(\.blobs).map { ($0.digest, $0.isShared) }, uniquingKeysWith: { $0 == $1 ? $0 : !$0 })
            #expect(shared[Digest.of("base")] == true)
            #expect(shared[Digest.of("both")] == false)
            #expect(shared[Digest.of("mine")] == false)
            #expect(shared[Digest.of("{}")] == true)
        }
    }

    @Test func projectsAreFoundAsTheDesignSays() async throws {
        try await TemporaryCatalog.use { temporary async throws in
            let catalog = temporary.catalog
            func repositories(_ project: String, _ pattern: String? = nil) async throws -> [String] {
                try await catalog.watermark(ofProject: project, pattern: pattern).repositories.map(\.name)
            }
            // The nameless image of a project lies where the project is called so.
            for name in ["farm/app", "farm/app/stages", "farm/app/web", "farm/app/web/worker", "farm/lib", "single"] {
                try await catalog.push(image: "x", in: .name(name))
            }
            #expect(try await repositories("farm/app") == ["farm/app", "farm/app/stages", "farm/app/web", "farm/app/web/worker"])
            #expect(try await repositories("farm") == ["farm/lib"])
            #expect(try await repositories("single") == ["single"])
            #expect(try await repositories("none") == [])
            #expect(try await repositories("farm/app/web", "*/*/web") == ["farm/app/web", "farm/app/web/worker"])
            #expect(try await repositories("farm/app", "*/*/web") == ["farm/app", "farm/app/stages"])
            #expect(try await repositories("farm", "farm") == ["farm/app", "farm/app/stages", "farm/app/web", "farm/app/web/worker", "farm/lib"])
            // A nearer stages repository makes a project of its own.
            try await catalog.push(image: "x", in: .name("farm/app/web/stages"))
            #expect(try await repositories("farm/app") == ["farm/app", "farm/app/stages"])
            #expect(try await repositories("farm/app/web") == ["farm/app/web", "farm/app/web/stages", "farm/app/web/worker"])
        }
    }

    @Test func refusesWhatCannotBe() async throws {
        try await TemporaryCatalog.use { temporary async throws in
            let catalog = temporary.catalog
            await #expect(throws: OCIError.self) { try await catalog.watermark(ofProject: "No", pattern: nil) }
            await #expect(throws: OCIError.self) { try await catalog.watermark(ofProject: "p", pattern: "a//b") }
            for cursor in ["x", "@", "p@sha256:1", "P@1", "p", "p@", "p@-1", "p@1@2"] {
                await #expect(throws: OCIError.self) { try await catalog.inventory(ofProject: "p", pattern: nil, after: cursor, limit: 1) }
            }
            let empty = try await catalog.inventory(ofProject: "p", pattern: nil, after: nil, limit: 1)
            #expect(empty == InventoryPage(repository: .name("p"), takenAt: temporary.clock.now))
            try await catalog.push(image: "x", in: .name("p"))
            #expect(try await catalog.inventory(ofProject: "p", pattern: nil, after: "q@0", limit: 1).manifests.isEmpty)
            #expect(try await catalog.inventory(ofProject: "p", pattern: nil, after: "a@7", limit: 1).manifests.count == 1)
        }
    }
}
