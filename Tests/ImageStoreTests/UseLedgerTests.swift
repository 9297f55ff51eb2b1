import Catalog
import ContentHashing
import GRDB
import OCIModel
import StageModel
import StowageTestSupport
import Testing

@testable import ImageStore

@Suite struct UseLedgerTests {
    private static func statistics(_ store: ImageStore) async throws -> HitStatistics.Entry? {
        try await store.catalog.hitStatistics(repository: .app, since: Timestamp(millisecondsSince1970: 0), limit: 1).first
    }

    @Test func pullsOfStagesAreHits() async throws {
        try await UploadTests.with { store, temporary async throws in
            let labels = [(FactNames.buildMilliseconds, "2000")]
            try await store.push(config: config(labels: labels), tags: [StageTag.buildahs.tag, "latest"])
            // From the catalog, then from the cache.
            for _ in 0..<3 { _ = try await store.manifest(.tag(StageTag.buildahs.tag), in: .app, use: .pull) }
            _ = try await store.manifest(.tag(StageTag.buildahs.tag), in: .app, use: .check)
            _ = try await store.manifest(.tag(StageTag.buildahs.tag), in: .app)
            _ = try await store.manifest(.tag("latest"), in: .app, use: .pull)
            for (tag, use) in [(StageTag.werfs.tag, ManifestUse.pull), (StageTag.werfs.tag, .check), ("none", .pull), (StageTag.werfs.tag, .none)] {
                await #expect(throws: OCIError.self) { try await store.manifest(.tag(tag), in: .app, use: use) }
            }
            store.uses.recordServed(1000, of: .app)
            #expect(try await Self.statistics(store) == nil, "not written down yet")
            try await store.flushUses()
            let statistics = try #require(try await Self.statistics(store))
            #expect(statistics.hits == 3)
            #expect(statistics.misses == 2)
            #expect(statistics.lookups == 5)
            #expect(statistics.bytesServed == 1000)
            #expect(statistics.buildTimeSaved == 6000)
            #expect(store.uses.totals.hits == 3)
            #expect(store.uses.totals.misses == 2)
            #expect(try await store.catalog.stages(in: .app, limit: 1)?.stages.first?.hits == 3)
            try await store.flushUses()
            #expect(try await Self.statistics(store) == statistics)
        }
    }

    @Test func lookupsCountAndMark() async throws {
        try await UploadTests.with { store, temporary async throws in
            try await store.push(tags: [StageTag.buildahs.tag])
            store.uses.recordLookup(in: .app, hits: [StageTag.buildahs.signature], misses: 2, buildTimeSaved: .milliseconds(1500))
            #expect(store.uses.totals.hits == 1)
            temporary.clock.advance(by: .seconds(3))
            try await store.flushUses()
            let statistics = try #require(try await Self.statistics(store))
            #expect((statistics.hits, statistics.misses, statistics.buildTimeSaved) == (1, 2, 1500))
            let stage = try #require(try await store.catalog.stages(in: .app, limit: 1)?.stages.first)
            #expect(stage.hits == 1)
            #expect(stage.lastUsedAt == temporary.clock.now.millisecondsSince1970)
        }
    }

    /// The first lookups of a new repository are misses, before anything was pushed to it.
    @Test func missesOfANewRepositoryCountWhenItIsThere() async throws {
        try await UploadTests.with { store, _ async throws in
            store.uses.recordLookup(in: .app, hits: [], misses: 3)
            try await store.flushUses()
            #expect(try await Self.statistics(store) == nil)
            try await store.push(tags: [StageTag.buildahs.tag])
            try await store.flushUses()
            #expect(try await Self.statistics(store)?.misses == 3)
        }
    }

    @Test func aHitWritesNothing() async throws {
        try await UploadTests.with { store, _ async throws in
            try await store.push(tags: [StageTag.buildahs.tag])
            let before = store.commitCounts
            for _ in 0..<100 {
                _ = try await store.manifest(.tag(StageTag.buildahs.tag), in: .app, use: .pull)
                store.uses.recordLookup(in: .app, hits: [StageTag.buildahs.signature], misses: 0)
            }
            #expect(store.commitCounts == before)
            try await store.flushUses()
            #expect(store.commitCounts.durableCommits == before.durableCommits)
        }
    }

    @Test func whatCouldNotBeWrittenDownIsKept() async throws {
        try await UploadTests.with { store, temporary async throws in
            try await store.push(tags: [StageTag.buildahs.tag])
            store.uses.recordLookup(in: .app, hits: [StageTag.buildahs.signature], misses: 1)
            let lock = try WriterLock(temporary.path)
            await #expect(throws: OCIError.self) { try await store.flushUses() }
            try lock.release()
            try await store.flushUses()
            #expect(try await Self.statistics(store)?.lookups == 2)
        }
    }

    /// What came together is written down when the server stops.
    @Test func theServerFlushesAtItsEnd() async throws {
        try await ScratchFolder.with { folder in
            let data = folder.path("data")
            try await TestServer.with(data: data) { server in
                try await RegistryProbe.with(baseURL: "http://127.0.0.1:\(server.port)") { probe async throws in
                    let index = try ManifestBuilder.index().manifest()
                    let tag = StageTag.buildahs.text
                    #expect(try await probe.pushManifest(index.bytes, type: index.mediaType.value, to: "app", as: tag).status == 201)
                    #expect(try await probe.manifest(tag, in: "app").status == 200)
                    #expect(try await probe.send("HEAD", "/v2/app/manifests/\(tag)").status == 200)
                    #expect(try await probe.send("HEAD", "/v2/app/manifests/\(StageTag.werfs.text)").status == 404)
                    let digest = Digest(hashing: Array("hello".utf8))
                    let upload = try await probe.startUpload(in: "app")
                    #expect(try await probe.finishUpload(upload, as: digest, body: Array("hello".utf8)).status == 201)
                    #expect(try await probe.blob(digest, in: "app").body == Array("hello".utf8))
                }
            }
            let catalog = try TemporaryCatalog.open(at: data + "/catalog.sqlite")
            let app = try RepositoryName("app")
            let hours = try await catalog.hitStatistics(repository: app, since: Timestamp(millisecondsSince1970: 0), limit: 10)
            #expect(hours.reduce(0) { $0 + $1.hits } == 1)
            #expect(hours.reduce(0) { $0 + $1.misses } == 1)
            #expect(hours.reduce(0) { $0 + $1.bytesServed } == 5)
            #expect(try await catalog.stages(in: app, limit: 1)?.stages.first?.hits == 1)
            try await catalog.close()
        }
    }

    private static func lastUses(_ temporary: TemporaryCatalog) throws -> [String] {
        let queue = try DatabaseQueue(path: temporary.path)
        defer { try? queue.close() }
        return try queue.read { db in
            try Row.fetchAll(db, sql: "SELECT digest, last_used_at FROM manifests ORDER BY digest").map { row in
                "\(row[0] as String) \((row[1] as Int64?).map { "\($0)" } ?? "never")"
            }
        }
    }

    @Test(arguments: [ManifestUse.pull, .check], [true, false]) func everyUseMarksTheManifest(_ use: ManifestUse, _ byTag: Bool) async throws {
        try await UploadTests.with { store, temporary async throws in
            let image = try await store.push(tags: ["latest"])
            let other = try await store.push(layers: ["other"], tags: ["other"])
            let reference: Reference = byTag ? .tag("latest") : .digest(image.digest)
            _ = try await store.manifest(reference, in: .app)
            #expect(!store.uses.isUsed(image.digest, tag: "latest", in: .app), "nobody pulled")
            _ = try await store.manifest(reference, in: .app, use: use)
            #expect(store.uses.isUsed(image.digest, tag: nil, in: .app))
            #expect(store.uses.isUsed(image.digest, tag: "latest", in: .app))
            #expect(!store.uses.isUsed(image.digest, tag: nil, in: .other))
            #expect(!store.uses.isUsed(other.digest, tag: "other", in: .app))
            temporary.clock.advance(by: .seconds(3))
            try await store.flushUses()
            #expect(!store.uses.isUsed(image.digest, tag: "latest", in: .app), "the catalog has it")
            let expected = [
                (image.digest, "\(image.digest) \(temporary.clock.now.millisecondsSince1970)"), (other.digest, "\(other.digest) never"),
            ]
            #expect(try Self.lastUses(temporary) == expected.sorted { $0.0 < $1.0 }.map(\.1))
            #expect(store.uses.totals.hits == 0)
        }
    }

    @Test func askingForAStageMarksIt() async throws {
        try await UploadTests.with { store, temporary async throws in
            let image = try await store.push(tags: [StageTag.buildahs.tag])
            temporary.clock.advance(by: .seconds(3))
            _ = try await store.manifest(.tag(StageTag.buildahs.tag), in: .app, use: .check)
            try await store.flushUses()
            let stage = try #require(try await store.catalog.stages(in: .app, limit: 1)?.stages.first)
            #expect(stage.hits == 0)
            #expect(stage.lastUsedAt == temporary.clock.now.millisecondsSince1970)
            store.uses.recordLookup(in: .app, hits: [StageTag.buildahs.signature], misses: 0)
            #expect(store.uses.isUsed(image.digest, tag: StageTag.buildahs.tag, in: .app), "a lookup may be followed by a pull")
            #expect(!store.uses.isUsed(image.digest, tag: StageTag.werfs.tag, in: .app))
        }
    }

    /// What is on its way into the catalog is used, whether it gets there or not.
    @Test func usesCountWhileTheyAreWrittenDown() async throws {
        let ledger = UseLedger()
        let digest = Digest(hashing: [1])
        let app = try RepositoryName("app")
        ledger.recordUse(of: digest, tag: nil, in: app, isHit: true)
        ledger.recordLookup(in: app, hits: [StageTag.werfs.signature], misses: 0)
        let (first, second) = (ledger.take(), ledger.take())
        #expect(ledger.isUsed(digest, tag: nil, in: app))
        #expect(ledger.isUsed(Digest(hashing: [2]), tag: StageTag.werfs.tag, in: app))
        ledger.didWrite(second)
        #expect(ledger.isUsed(digest, tag: nil, in: app))
        ledger.putBack(first)
        #expect(ledger.isUsed(digest, tag: nil, in: app))
        let third = ledger.take()
        #expect(third.batch == first.batch)
        ledger.didWrite(third)
        #expect(!ledger.isUsed(digest, tag: nil, in: app))
    }

    @Test func noUseIsLostUnnoticed() async throws {
        let clock = TestClock()
        let ledger = UseLedger(clock: clock.reading)
        let app = try RepositoryName("app")
        func use(_ number: Int) {
            ledger.recordUse(
                of: Digest(algorithm: .sha256, hash: withUnsafeBytes(of: number) { Array($0) + [UInt8](repeating: 0, count: 24) }), tag: nil, in: app,
                isHit: false)
        }
        for number in 0..<UseLedger.pressingMarks { use(number) }
        var pressure = ledger.pressure.makeAsyncIterator()
        #expect(await pressure.next() != nil, "somebody is told to write them down")
        for number in UseLedger.pressingMarks..<UseLedger.markLimit { use(number) }
        use(0)
        #expect(ledger.lostUsesAt == nil)
        clock.advance(by: .seconds(1))
        use(UseLedger.markLimit)
        #expect(ledger.lostUsesAt == clock.now)
        _ = ledger.take()
        clock.advance(by: .seconds(1))
        use(UseLedger.markLimit)
        #expect(ledger.lostUsesAt == clock.now.advanced(by: .seconds(-1)), "there is room again")
    }

    @Test func memoryIsBounded() throws {
        let ledger = UseLedger()
        for number in 0..<60_000 {
            ledger.recordMiss(of: StageTag.werfs.tag, in: try RepositoryName("r\(number)"))
        }
        #expect(ledger.take().batch.counts.count == 10_000)
        #expect(ledger.totals.misses == 60_000)
        #expect(ledger.take().batch.isEmpty)
    }

    @Test func onlyTheFirstRepositoriesHaveTotalsOfTheirOwn() throws {
        let ledger = UseLedger()
        var one = UseBatch.Counts()
        one.hits = 1
        for number in 0..<150 { ledger.addToTotals(UseBatch.Counts(), of: [try RepositoryName("r\(number)"): one]) }
        ledger.addToTotals(UseBatch.Counts(), of: [try RepositoryName("r7"): one, try RepositoryName("r149"): one])
        let totals = ledger.repositoryTotals
        #expect(totals.count == 101)
        #expect(totals.first { $0.repository?.value == "r7" }?.counts.hits == 2)
        #expect(totals.last?.repository == nil)
        #expect(totals.last?.counts.hits == 51)
    }
}
