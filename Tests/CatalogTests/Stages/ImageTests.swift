import Catalog
import ContentHashing
import OCIModel
import StageModel
import StowageTestSupport
import Testing

@Suite struct ImageTests {
    @Test func aTagThatIsNoStageIsAnImage() async throws {
        try await TemporaryCatalog.use { temporary async throws in
            let catalog = temporary.catalog
            let tags: [TagName] = ["v1", "main", "cleanup", StageTag.of("a", 1).tag, StageTag.of("a", 1).rejection]
            let manifest = try await catalog.push(image: "one", tags: tags)
            let page = try #require(try await catalog.images(in: .app, after: nil, limit: 1))
            let entry = ImageListing.Entry(
                tag: "main", digest: manifest.digest.description, size: 0, publishedAt: temporary.clock.now.millisecondsSince1970)
            #expect(page == Page(items: [entry], hasMore: true))
            #expect(try await catalog.images(in: .app, after: "main", limit: 5)?.items.map(\.tag) == ["v1"])
            #expect(try await catalog.image("main", in: .app) == entry)
            for tag in tags.suffix(3) { #expect(try await catalog.image(tag, in: .app) == nil) }
            #expect(try temporary.rows("SELECT kind, signature, unique_id FROM service_tags ORDER BY kind").count == 2)
            #expect(try temporary.contradictions() == [])
        }
    }

    /// Where a strategy was recorded the tag of a stage is an image's, and stays one.
    @Test func aRecordedStrategyStays() async throws {
        try await TemporaryCatalog.use { temporary async throws in
            let catalog = temporary.catalog
            let stage = StageTag.of("a")
            let first = try await catalog.push(image: "one", tags: [stage.tag])
            #expect(try await catalog.candidates("a") == [0])
            let before = try await catalog.state("a")

            let facts = ImageFacts(imageName: "backend", strategy: .stagesSignature, gitReference: "main", signature: stage.signature, size: 7)
            #expect(try await catalog.publishImage(first, tag: stage.tag, facts: facts, in: .app) == .published)
            #expect(try await catalog.candidates("a").isEmpty)
            #expect(try await catalog.state("a").generation > before.generation)
            var entry = ImageListing.Entry(
                tag: stage.text, digest: first.digest.description, size: 7, publishedAt: temporary.clock.now.millisecondsSince1970,
                imageName: "backend", strategy: .stagesSignature, gitReference: "main", signature: stage.signature)
            #expect(try await catalog.image(stage.tag, in: .app) == entry)
            let generation = try temporary.rows("SELECT generation FROM repositories")
            #expect(try await catalog.publishImage(first, tag: stage.tag, facts: facts, in: .app) == .published)
            #expect(try temporary.rows("SELECT generation FROM repositories") == generation, "nothing new")

            let second = try await catalog.push(image: "two", tags: [stage.tag])
            entry.digest = second.digest.description
            entry.size = 0
            #expect(try await catalog.image(stage.tag, in: .app) == entry)
            #expect(try await catalog.candidates("a").isEmpty)
            #expect(try temporary.contradictions() == [])

            #expect(try await catalog.deleteTag(stage.tag, from: .app) == .deleted)
            try await catalog.push(second, tags: [stage.tag], in: .app)
            #expect(try await catalog.candidates("a") == [0], "with the tag its strategy is forgotten")
            #expect(try temporary.contradictions() == [])
        }
    }

    @Test func whatLabelsSaidGoesWithTheImage() async throws {
        try await TemporaryCatalog.use { temporary async throws in
            let catalog = temporary.catalog
            let manifest = try await catalog.push(image: "one")
            _ = try await catalog.publishManifest(
                manifest, tags: ["v1"], facts: ["v1": .image(ImageFacts(imageName: "a", strategy: .gitTag))], in: .app)
            #expect(try await catalog.image("v1", in: .app)?.strategy == .gitTag)
            try await catalog.push(image: "two", tags: ["v1"])
            #expect(try await catalog.image("v1", in: .app)?.strategy == nil)
            #expect(try await catalog.image("v1", in: .app)?.imageName == nil)
        }
    }

    @Test func aStrategyCanBeRecordedLater() async throws {
        try await TemporaryCatalog.use { temporary async throws in
            let catalog = temporary.catalog
            let manifest = try await catalog.push(image: "one", tags: ["v1"])
            #expect(try await catalog.publishImage(manifest, tag: "v1", facts: ImageFacts(strategy: .gitTag), in: .app) == .published)
            #expect(try await catalog.image("v1", in: .app)?.strategy == .gitTag)
            #expect(try await catalog.publishImage(manifest, tag: "v1", facts: ImageFacts(strategy: .custom), in: .app) == .published)
            #expect(try await catalog.image("v1", in: .app)?.strategy == .custom)
            let absent = try ManifestBuilder.image(layers: ["absent"]).manifest()
            #expect(
                try await catalog.publishImage(absent, tag: "v1", facts: ImageFacts(strategy: .gitTag), in: .app) == .missing([Digest.of("absent")]))
            #expect(try await catalog.image("v1", in: .app)?.strategy == .custom)
        }
    }

    @Test func repositoriesOfAClient() async throws {
        try await TemporaryCatalog.use { temporary async throws in
            let catalog = temporary.catalog
            try await catalog.push(image: "one", tags: ["client-id-me-1", "client-id-me-2"], in: .app)
            try await catalog.push(image: "one", tags: ["client-id-me-3", "client-id-you-4"], in: .other)
            #expect(try await catalog.repositories(ofClient: "me") == [.app, .other])
            #expect(try await catalog.repositories(ofClient: "you") == [.other])
            _ = try await catalog.deleteTag("client-id-me-3", from: .other)
            #expect(try await catalog.repositories(ofClient: "me") == [.app])
            #expect(try await catalog.repositories(ofClient: "nobody") == [])
        }
    }
}
