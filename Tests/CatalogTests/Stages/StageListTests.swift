import Catalog
import OCIModel
import StageModel
import StowageTestSupport
import Testing

@Suite struct StageListTests {
    /// Nine stages of three signatures and two names, published in another order than that of their tags.
    private static func fill(_ temporary: TemporaryCatalog) async throws {
        let catalog = temporary.catalog
        let manifest = try await catalog.push(image: "one")
        for (number, (digit, id)) in [("b", 2), ("a", 3), ("c", 1), ("a", 1), ("c", 2), ("b", 1), ("a", 2), ("c", 3), ("b", 3)].enumerated() {
            let stage = StageTag.of(Character(digit), Int64(id))
            let facts = StageFacts(stageName: number % 2 == 0 ? "even" : "odd", size: 1)
            _ = try await catalog.publishManifest(manifest, tags: [stage.tag], facts: [stage.tag: .stage(stage, facts)], in: .app)
            // Several were published in the same millisecond.
            if number % 3 == 2 { temporary.clock.advance(by: .milliseconds(1)) }
        }
    }

    @Test(arguments: [1, 2, 3, 4, 9, 10], [StageOrder.tag, .newest]) func everyPageGoesOn(_ size: Int, _ order: StageOrder) async throws {
        try await TemporaryCatalog.use { temporary async throws in
            try await Self.fill(temporary)
            for name in [nil, "even", "odd"] {
                let whole = try #require(try await temporary.catalog.stages(in: .app, stageName: name, order: order, limit: 100))
                #expect(whole.next == nil)
                #expect(whole.stages.count == (name == nil ? 9 : name == "even" ? 5 : 4))
                #expect(whole.stages.allSatisfy { name == nil || $0.stage.stageName == name })
                let keys = whole.stages.map { (order == .tag ? 0 : -$0.stage.publishedAt, $0.signature.value, $0.stage.uniqueID) }
                if order == .tag {
                    #expect(keys.map { "\($0.1)\($0.2)" } == keys.map { "\($0.1)\($0.2)" }.sorted())
                } else {
                    #expect(keys.map(\.0) == keys.map(\.0).sorted())
                }
                var paged: [StageListing.Entry] = []
                var cursor: StageCursor?
                repeat {
                    let page = try #require(
                        try await temporary.catalog.stages(in: .app, stageName: name, order: order, after: cursor, limit: size))
                    #expect(page.stages.count <= size)
                    paged += page.stages
                    cursor = page.next.flatMap { StageCursor($0) }
                    #expect((cursor == nil) == (page.next == nil))
                } while cursor != nil && paged.count < 20
                #expect(paged == whole.stages)
            }
        }
    }

    @Test func theLastOneSeenMayBeGone() async throws {
        try await TemporaryCatalog.use { temporary async throws in
            try await Self.fill(temporary)
            let page = try #require(try await temporary.catalog.stages(in: .app, order: .newest, limit: 3))
            let rest = try #require(try await temporary.catalog.stages(in: .app, order: .newest, limit: 9)).stages.dropFirst(3)
            _ = try await temporary.catalog.deleteTag(TagName(try #require(page.stages.last).stage.tag), from: .app)
            let cursor = try #require(page.next.flatMap { StageCursor($0) })
            #expect(try await temporary.catalog.stages(in: .app, order: .newest, after: cursor, limit: 9)?.stages == Array(rest))
        }
    }

    @Test func unknownAndEmptyAreToldApart() async throws {
        try await TemporaryCatalog.use { temporary async throws in
            #expect(try await temporary.catalog.stages(in: .app, limit: 9) == nil)
            #expect(try await temporary.catalog.images(in: .app, after: nil, limit: 9) == nil)
            try await temporary.catalog.push(image: "one")
            #expect(try await temporary.catalog.stages(in: .app, limit: 9) == StageListing(stages: [], next: nil))
            #expect(try await temporary.catalog.images(in: .app, after: nil, limit: 9)?.items == [])
        }
    }

    @Test(arguments: ["", ".", "1", "1.latest", "x." + String(repeating: "a", count: 64), "." + String(repeating: "a", count: 64)])
    func cursorsAreChecked(_ text: String) {
        #expect(StageCursor(text) == nil)
    }
}
