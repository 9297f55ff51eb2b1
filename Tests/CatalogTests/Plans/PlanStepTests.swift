import ContentHashing
import OCIModel
import StageModel
import StowageTestSupport
import Synchronization
import Testing

@testable import Catalog

@Suite struct PlanStepTests {
    static func tags(_ count: Int, _ temporary: TemporaryCatalog) async throws -> [CleanupItem] {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for index in 0..<count {
                group.addTask { _ = try await temporary.catalog.push(StepTests.index(index % 3), tags: [TagName("v\(index)")], in: .app) }
            }
            try await group.waitForAll()
        }
        return try (0..<count).map { try .tag(TagName("v\($0)"), temporary) }
    }

    /// Everything that is derived of the tags follows them, there and back.
    @Test func whatIsDerivedFollows() async throws {
        try await TemporaryCatalog.use { temporary in
            let catalog = temporary.catalog
            let stage = StageTag.of("a", 1)
            let stages = RepositoryName.name("team/stages")
            try await catalog.push(image: "one", tags: ["v1", "v2"])
            try await catalog.push(image: "two", tags: [stage.tag, stage.rejection, "managed-image-backend"], in: stages)
            let rest = try await catalog.push(image: "three")
            let before = try await catalog.statistics()
            let items: [CleanupItem] = try [
                .tag("v1", temporary), .tag("v2", temporary), .tag(stage.tag, in: stages, temporary), .tag(stage.rejection, in: stages, temporary),
                .tag("managed-image-backend", in: stages, temporary), .manifest(rest.digest, temporary),
            ]
            let told = Mutex<[Change]>([])
            catalog.changes.listen { changes in told.withLock { $0 += changes } }
            let run = try await temporary.begin(items)
            #expect(try await run.apply() == [])
            #expect(try await catalog.statistics() == temporary.countedStatistics())
            #expect(try await catalog.statistics().tags == 0)
            #expect(try temporary.contradictions() == [])
            #expect(
                told.withLock { $0 }.filter { change in
                    switch change {
                    case .tagDeleted, .stagesChanged, .manifestDeleted: true
                    default: false
                    }
                } == [
                    .tagDeleted(.app, "v1"), .tagDeleted(.app, "v2"), .stagesChanged(stages, .of("a")), .tagDeleted(stages, stage.tag),
                    .tagDeleted(stages, stage.rejection), .tagDeleted(stages, "managed-image-backend"), .manifestDeleted(.app, rest.digest),
                ])
            // Each deletion is a change with a generation of its own.
            #expect(try temporary.rows("SELECT count(DISTINCT generation) FROM tombstones WHERE repository_id = 1") == ["3"])
            #expect(
                try temporary.rows("SELECT max(generation) FROM tombstones t WHERE repository_id = 1")
                    == temporary.rows("SELECT generation FROM repositories WHERE id = 1"))

            #expect(try await run.undo() == [])
            #expect(try await catalog.statistics() == before)
            #expect(try await catalog.statistics() == temporary.countedStatistics())
            #expect(try temporary.contradictions() == [])
            #expect(try temporary.rows("SELECT * FROM tombstones") == [])
        }
    }

    /// Many tags that go with one statement leave what each leaves that goes alone.
    @Test func manyGoAsOneDoes() async throws {
        let stages = RepositoryName.name("team/stages")
        @Sendable func fill(_ temporary: TemporaryCatalog) async throws -> [(tag: TagName, repository: RepositoryName)] {
            let catalog = temporary.catalog
            for index in 0..<3 {
                let manifest = try StepTests.index(index)
                try await catalog.push(manifest, tags: (0..<30).map { try TagName("v\(index)-\($0)") }, in: .app)
                try await catalog.push(manifest, tags: ["kept-\(index)", "managed-image-\(index)"].map { try TagName($0) }, in: stages)
            }
            let image = try ManifestBuilder.image(layers: ["one"]).manifest()
            try await catalog.push(image, in: stages)
            for digit in "abcd" {
                try await catalog.push(image, tags: [1, 2].map { StageTag.of(digit, $0).tag }, in: stages)
            }
            try await catalog.push(image, tags: [StageTag.of("b", 2).rejection], in: stages)
            try await catalog.push(image, tags: ["w1", "w2", "w3"], in: stages)
            let recorded = StageTag.of("e").tag
            _ = try await catalog.publishImage(image, tag: recorded, facts: ImageFacts(image, tag: recorded, labels: .none), in: stages)
            temporary.clock.advance(by: .seconds(1))
            var tags: [(TagName, RepositoryName)] = []
            for index in 0..<3 { tags += try (0..<30).map { (try TagName("v\(index)-\($0)"), .app) } }
            tags += [(StageTag.of("a", 1).tag, stages), (StageTag.of("b", 2).tag, stages), (StageTag.of("b", 2).rejection, stages)]
            tags += [(TagName("managed-image-1"), stages), (recorded, stages), (StageTag.of("b", 1).tag, stages), (StageTag.of("c", 2).tag, stages)]
            tags += [("w1", stages), ("w3", stages)]
            return tags
        }
        func dump(_ temporary: TemporaryCatalog) throws -> [[String]] {
            try [
                "tags", "stages", "images", "service_tags", "stage_signatures", "tombstones", "trash", "repositories", "statistics",
                "manifest_reviews",
                "blob_reviews",
            ].map { try temporary.rows("SELECT * FROM \($0)") } + [temporary.rows("SELECT id, repository_id, untagged_at FROM manifests")]
        }
        func record(_ temporary: TemporaryCatalog) -> Changes {
            let changes = Changes()
            temporary.catalog.changes.listen { changes.add($0) }
            return changes
        }

        var (one, many): ([[String]], [[String]]) = ([], [])
        var (changesOfOne, changesOfMany): ([Change], [Change]) = ([], [])
        try await TemporaryCatalog.use { temporary in
            let tags = try await fill(temporary)
            let changes = record(temporary)
            let disposal = Disposal(reason: "test: a test", plan: "plan", undoWindow: .seconds(3600), takesManifest: true)
            for (tag, repository) in tags {
                let outcome: DeleteOutcome = try await temporary.catalog.deleteTag(tag, from: repository, as: disposal)
                #expect(outcome == .deleted)
            }
            (one, changesOfOne) = (try dump(temporary), changes.all)
        }
        try await TemporaryCatalog.use { temporary in
            let tags = try await fill(temporary)
            let changes = record(temporary)
            var items = try tags.map { try CleanupItem.tag($0.tag, in: $0.repository, temporary) }
            for index in items.indices where items[index].tag == StageTag.of("e").text { items[index].kind = .image }
            // Twice: the second is gone.
            items.insert(items[3], at: 5)
            let skips = try await temporary.begin(items).apply()
            #expect(skips.map(\.position) == [5])
            #expect(skips.map(\.cause) == [.gone])
            (many, changesOfMany) = (try dump(temporary), changes.all)
        }
        #expect(one == many)
        #expect(changesOfOne == changesOfMany)
        #expect(!changesOfOne.isEmpty)
    }

    final class Changes: Sendable {
        private let list = Mutex<[Change]>([])
        var all: [Change] { list.withLock { $0 } }

        func add(_ changes: [Change]) {
            list.withLock { $0 += changes }
        }
    }

    /// No step holds the writer for long, so others get their turn in between.
    @Test func othersGetTheirTurnInBetween() async throws {
        try await TemporaryCatalog.use { temporary in
            let catalog = temporary.catalog
            let run = try await temporary.begin(try await Self.tags(1200, temporary))
            let before = catalog.commitCounts.durableCommits
            async let skips = run.apply()
            var turns = 0
            while try await catalog.progress(ofPlan: "plan")?.state == .applying {
                try await catalog.recordBlob(Digest.of("turn \(turns)"), size: 1, in: .other, completing: nil)
                turns += 1
            }
            #expect(try await skips == [])
            #expect(turns >= 2)
            #expect(catalog.commitCounts.durableCommits - before >= 4)
        }
    }

    @Test func aStepIsDoneOnce() async throws {
        try await TemporaryCatalog.use { temporary in
            let catalog = temporary.catalog
            let run = try await temporary.begin(try await Self.tags(2, temporary))
            let terms = PlanTerms(run.record, isUsed: run.isUsed)
            #expect(try await catalog.applySome(Array(run.items[1...]), of: terms, needed: [:]) == nil, "not there yet")
            #expect(try await catalog.undoSome(run.items, of: "plan") == nil)
            try await run.apply()
            try await catalog.push(StepTests.index(1), tags: ["v0"], in: .app)
            #expect(try await catalog.applySome(run.items, of: terms, needed: [:]) == nil)
            #expect(try await catalog.manifest(.tag("v0"), in: .app) != nil)
            try await run.undo()
            #expect(try await catalog.undoSome(run.items, of: "plan") == nil)
        }
    }

    /// A manifest that is deleted for good is left to the collector: somebody may have been told that it is there.
    @Test func manifestsAreReviewed() async throws {
        try await TemporaryCatalog.use { temporary in
            let catalog = temporary.catalog
            let index = try StepTests.index(2000)
            try await catalog.push(index, tags: ["v1"], in: .app)
            let run = try await temporary.begin([.tag("v1", temporary)], undoWindow: .zero)
            #expect(try await run.apply() == [])
            #expect(try await catalog.manifest(.digest(index.digest), in: .app) != nil)
            #expect(try await temporary.reviewManifests() == [.deleted: 1])
            #expect(try await catalog.manifest(.digest(index.digest), in: .app) == nil)
            try await StepTests.waitForRemoval(temporary)
            #expect(try temporary.rows("SELECT * FROM manifest_references") == [])
        }
    }

    /// A tag that says it is a stage's and was recorded as an image's is no stage.
    @Test func kinds() async throws {
        try await TemporaryCatalog.use { temporary in
            let stage = StageTag.of("a")
            let image = try ManifestBuilder.image(layers: ["one"]).manifest()
            try await temporary.catalog.push(image, in: .app)
            _ = try await temporary.catalog.publishImage(image, tag: stage.tag, facts: ImageFacts(image, tag: stage.tag, labels: .none), in: .app)
            var item = try CleanupItem.tag(stage.tag, temporary)
            #expect(item.kind == .stage)
            #expect(try await temporary.begin([item], "as a stage").apply().map(\.cause) == [.changed])
            item.kind = .referrer
            #expect(try await temporary.begin([item], "as a referrer").apply().map(\.cause) == [.changed])
            item.kind = .image
            #expect(try await temporary.begin([item], "as an image").apply() == [])
        }
    }
}
