import OCIModel
import StageModel
import StowageTestSupport
import Testing

@testable import Catalog

@Suite struct UseTests {
    static let hour: Int64 = 3_600_000

    private static func counts(hits: Int64 = 0, misses: Int64 = 0, bytes: Int64 = 0, saved: Int64 = 0) -> UseBatch.Counts {
        var counts = UseBatch.Counts()
        counts.hits = hits
        counts.misses = misses
        counts.bytesServed = bytes
        counts.buildTimeSaved = saved
        return counts
    }

    @Test func hoursAddUp() async throws {
        try await TemporaryCatalog.use { temporary async throws in
            let catalog = temporary.catalog
            try await catalog.push(image: "one", in: .app)
            try await catalog.push(image: "one", in: .other)
            let start = temporary.clock.now.millisecondsSince1970 / Self.hour * Self.hour
            var batch = UseBatch()
            batch.counts = [.app: Self.counts(hits: 3, misses: 1, bytes: 100, saved: 5), .other: Self.counts(misses: 2)]
            _ = try await catalog.recordUses(batch)
            _ = try await catalog.recordUses(batch)
            temporary.clock.advance(by: .seconds(3600))
            _ = try await catalog.recordUses(batch)
            let since = Timestamp(millisecondsSince1970: 0)
            let all = try await catalog.hitStatistics(repository: nil, since: since, limit: 100)
            #expect(all.map(\.hour) == [start + Self.hour, start + Self.hour, start, start])
            #expect(all.map(\.repository) == ["other", "team/app", "other", "team/app"])
            #expect(
                all.last
                    == HitStatistics.Entry(
                        repository: "team/app", hour: start, lookups: 8, hits: 6, misses: 2, bytesServed: 200, buildTimeSaved: 10))
            #expect(try await catalog.hitStatistics(repository: .app, since: since, limit: 100).map(\.hour) == [start + Self.hour, start])
            #expect(try await catalog.hitStatistics(repository: nil, since: since, limit: 1).count == 1)
            let later = Timestamp(millisecondsSince1970: start + 1)
            #expect(try await catalog.hitStatistics(repository: .app, since: later, limit: 100).map(\.hour) == [start + Self.hour])
        }
    }

    @Test func marksStages() async throws {
        try await TemporaryCatalog.use { temporary async throws in
            let catalog = temporary.catalog
            let manifest = try await catalog.push(image: "one")
            let (first, second, image) = (StageTag.of("a", 1), StageTag.of("a", 2), StageTag.of("b", 1))
            let facts = TagFacts.stage(first, StageFacts(buildDuration: .seconds(2)))
            _ = try await catalog.publishManifest(manifest, tags: [first.tag, second.tag, "latest"], facts: [first.tag: facts], in: .app)
            _ = try await catalog.publishImage(manifest, tag: image.tag, facts: ImageFacts(strategy: .custom), in: .app)
            let generation = try temporary.rows("SELECT generation FROM repositories")
            temporary.clock.advance(by: .seconds(7))
            var batch = UseBatch()
            batch.pulls[UseBatch.Stage(repository: .app, tag: first.tag)] = 3
            batch.pulls[UseBatch.Stage(repository: .app, tag: image.tag)] = 5
            batch.pulls[UseBatch.Stage(repository: .app, tag: StageTag.of("c").tag)] = 5
            batch.lookups[UseBatch.Stages(repository: .app, signature: .of("a"))] = 10
            let (pulled, _, unknown) = try await catalog.recordUses(batch)
            #expect(pulled == Self.counts(hits: 3, saved: 6000), "an image's pulls are no hits")
            #expect(unknown.isEmpty)
            let listed = try #require(try await catalog.stages(in: .app, limit: 10))
            #expect(listed.stages.map(\.hits) == [13, 10])
            #expect(listed.stages.map(\.lastUsedAt) == [temporary.clock.now.millisecondsSince1970, temporary.clock.now.millisecondsSince1970])
            #expect(try temporary.rows("SELECT hits, misses, build_milliseconds_saved FROM hit_statistics") == ["3|0|6000"])
            #expect(try temporary.rows("SELECT generation FROM repositories") == generation, "uses are no changes")

            try await catalog.push(image: "two", tags: [first.tag])
            #expect(try await catalog.stages(in: .app, limit: 1)?.stages.map(\.hits) == [0], "since it was published")
        }
    }

    @Test func nothingIsStoredOfWhatDoesNotExist() async throws {
        try await TemporaryCatalog.use { temporary async throws in
            var batch = UseBatch()
            batch.counts[.app] = Self.counts(misses: 2)
            batch.pulls[UseBatch.Stage(repository: .app, tag: StageTag.of("a").tag)] = 3
            batch.lookups[UseBatch.Stages(repository: .app, signature: .of("a"))] = 1
            let (pulled, _, unknown) = try await temporary.catalog.recordUses(batch)
            #expect(pulled == UseBatch.Counts())
            #expect(unknown == [.app: Self.counts(misses: 2)])
            #expect(try temporary.rows("SELECT * FROM hit_statistics") == [])
        }
    }

    @Test func oldHoursGo() async throws {
        try await TemporaryCatalog.use { temporary async throws in
            try await temporary.catalog.push(image: "one", in: .app)
            var batch = UseBatch()
            batch.counts[.app] = Self.counts(hits: 1)
            _ = try await temporary.catalog.recordUses(batch)
            temporary.clock.advance(by: .seconds(91 * 86_400))
            _ = try await temporary.catalog.recordUses(batch)
            #expect(try temporary.rows("SELECT count(*) FROM hit_statistics") == ["1"])
        }
    }

    /// A signature may have any number of stages; no flush may hold the writer for all of them.
    @Test func lookupsMarkWhatTheyAnswered() async throws {
        let commits = DurabilityTests.Commits()
        try await TemporaryCatalog.use(configuration: commits.configuration) { temporary async throws in
            let catalog = temporary.catalog
            let manifest = try await catalog.push(image: "one")
            let many = (1...Int64(Catalog.candidateLimit) + 2).map { StageTag.of("a", $0) }
            for start in stride(from: 0, to: many.count, by: 60) {
                try await catalog.push(manifest, tags: many[start..<min(start + 60, many.count)].map(\.tag), in: .app)
            }
            try await catalog.push(manifest, tags: [StageTag.of("b", 1).tag, StageTag.of("c", 1).tag], in: .app)
            var batch = UseBatch()
            for seed: Character in ["a", "b", "c"] { batch.lookups[UseBatch.Stages(repository: .app, signature: .of(seed))] = 2 }
            let before = commits.all.count
            _ = try await catalog.recordUses(batch)
            let unmarked = try temporary.rows("SELECT count(*) FROM stages WHERE hits = 0")
            #expect(unmarked == ["2"], "those behind the last candidate were not answered")
            #expect(try temporary.rows("SELECT max(hits) FROM stages") == ["2"])
            #expect(commits.all.count > before)
        }
    }

    /// No fsync, and no long hold of the writer, whatever came together.
    @Test func manyUsesAreCutIntoSteps() async throws {
        let commits = DurabilityTests.Commits()
        try await TemporaryCatalog.use(configuration: commits.configuration) { temporary async throws in
            let catalog = temporary.catalog
            let manifest = try await catalog.push(image: "one")
            let stages = (1...1200).map { StageTag.of("a", Int64($0)) }
            for start in stride(from: 0, to: 1200, by: 60) {
                try await catalog.push(manifest, tags: stages[start..<start + 60].map(\.tag), in: .app)
            }
            var batch = UseBatch()
            for stage in stages { batch.pulls[UseBatch.Stage(repository: .app, tag: stage.tag)] = 1 }
            let before = commits.all.count
            _ = try await catalog.recordUses(batch)
            #expect(commits.all.dropFirst(before).allSatisfy { $0.synchronous == DurabilityTests.normal })
            #expect(commits.all.count - before >= 4)
            #expect(try temporary.rows("SELECT sum(hits) FROM stages") == ["1200"])
            #expect(try temporary.rows("SELECT hits FROM hit_statistics") == ["1200"])
        }
    }
}
