import Catalog
import ContentHashing
import OCIModel
import StageModel
import StowageTestSupport
import Testing

@Suite struct PublishStageTests {
    private static func publication(
        _ manifest: Manifest, _ digit: Character = "a", generation: Int64 = 0, lease: StagePublication.Lease? = nil
    ) -> StagePublication {
        StagePublication(signature: .of(digit), manifest: manifest.digest, facts: StageFacts(size: 5), generation: generation, lease: lease)
    }

    @Test func tagsTheManifest() async throws {
        try await TemporaryCatalog.use { temporary async throws in
            let catalog = temporary.catalog
            let manifest = try await catalog.push(image: "one")
            let now = temporary.clock.now.millisecondsSince1970
            guard case .published(let stage, let state) = try await catalog.publishStage(Self.publication(manifest), in: .app) else {
                throw Unexpected(what: "not published")
            }
            #expect(stage.uniqueID == now)
            #expect(stage.tag == "\(Signature.of("a"))-\(now)")
            #expect(state.candidates == [stage])
            #expect(try await catalog.state("a") == state)
            let tag = try TagName(stage.tag)
            #expect(try await catalog.manifest(.tag(tag), in: .app)?.digest == manifest.digest)
            #expect(try temporary.contradictions() == [])
        }
    }

    @Test func isRefusedWhereSomethingChanged() async throws {
        try await TemporaryCatalog.use { temporary async throws in
            let catalog = temporary.catalog
            let (first, second) = (try await catalog.push(image: "one"), try await catalog.push(image: "two"))
            guard case .published(let winner, let state) = try await catalog.publishStage(Self.publication(first), in: .app) else {
                throw Unexpected(what: "not published")
            }
            #expect(try await catalog.publishStage(Self.publication(second), in: .app) == .moved(state))
            // A change of another signature is none of this one.
            guard case .published = try await catalog.publishStage(Self.publication(second, "b"), in: .app) else {
                throw Unexpected(what: "not published")
            }
            // The clock stands still, so the next one is raised.
            guard
                case .published(let next, let both) = try await catalog.publishStage(
                    Self.publication(second, generation: state.generation), in: .app)
            else { throw Unexpected(what: "not published") }
            #expect(next.uniqueID == winner.uniqueID + 1)
            #expect(both.candidates == [winner, next])

            _ = try await catalog.deleteTag(TagName(next.tag), from: .app)
            _ = try await catalog.deleteTag(TagName(winner.tag), from: .app)
            let gone = try await catalog.state("a")
            #expect(try await catalog.publishStage(Self.publication(first, generation: both.generation), in: .app) == .moved(gone))
            #expect(try await catalog.publishStage(Self.publication(first), in: .app) == .moved(gone), "never again as if nothing had been")
            #expect(try temporary.contradictions() == [])
        }
    }

    @Test func whatIsNotThereCannotBeAStage() async throws {
        try await TemporaryCatalog.use { temporary async throws in
            let catalog = temporary.catalog
            let manifest = try ManifestBuilder.image(layers: ["one"]).manifest()
            #expect(try await catalog.publishStage(Self.publication(manifest), in: .app) == .manifestUnknown)
            try await catalog.push(image: "two")
            #expect(try await catalog.publishStage(Self.publication(manifest), in: .app) == .manifestUnknown)
            #expect(try await catalog.state("a").generation == 0)
        }
    }

    /// Neither an id that somebody else pushed is taken again, nor one whose rejection waits for it.
    @Test func idsAreUnique() async throws {
        try await TemporaryCatalog.use { temporary async throws in
            let catalog = temporary.catalog
            let now = temporary.clock.now.millisecondsSince1970
            let manifest = try await catalog.push(image: "one")
            func tag(_ id: Int64) -> StageTag { StageTag(signature: .of("a"), uniqueID: id) }
            let outcome = try await catalog.publishImage(manifest, tag: tag(now).tag, facts: ImageFacts(strategy: .custom), in: .app)
            #expect(outcome == .published)
            try await catalog.push(manifest, tags: [tag(now + 1).rejection], in: .app)
            guard case .published(let stage, _) = try await catalog.publishStage(Self.publication(manifest), in: .app) else {
                throw Unexpected(what: "not published")
            }
            #expect(stage.uniqueID == now + 2)
            #expect(try temporary.contradictions() == [])
        }
    }

    @Test func ofManyAtOnceOneWins() async throws {
        try await TemporaryCatalog.use { temporary async throws in
            let catalog = temporary.catalog
            var manifests: [Manifest] = []
            for number in 0..<16 { manifests.append(try await catalog.push(image: "\(number)")) }
            let outcomes = try await withThrowingTaskGroup(of: PublishStageOutcome.self) { group in
                for manifest in manifests { group.addTask { try await catalog.publishStage(Self.publication(manifest), in: .app) } }
                var outcomes: [PublishStageOutcome] = []
                for try await outcome in group { outcomes.append(outcome) }
                return outcomes
            }
            let state = try await catalog.state("a")
            let winner = try #require(state.candidates.first)
            #expect(state.candidates.count == 1)
            #expect(outcomes.filter { $0 == .published(winner, state) }.count == 1)
            #expect(outcomes.filter { $0 == .moved(state) }.count == 15)
        }
    }

    @Test func theLeaseMustBeCurrent() async throws {
        try await TemporaryCatalog.use { temporary async throws in
            let catalog = temporary.catalog
            let key = LeaseKey(Signature.of("a").value, in: .app)
            func acquire(_ id: LeaseID) async throws -> Int64? {
                let outcome = try await catalog.acquireLease(
                    key, id: id, mode: .exclusive, timeToLive: .seconds(10), patience: .seconds(60), queues: true)
                guard case .granted(let holder) = outcome else { return nil }
                return holder.token
            }
            let (dead, alive) = (try await catalog.push(image: "dead"), try await catalog.push(image: "alive"))
            let old = try #require(try await acquire("dead"))
            temporary.clock.advance(by: .seconds(10))
            let new = try #require(try await acquire("alive"))
            #expect(new > old)
            func publish(_ manifest: Manifest, _ token: Int64, generation: Int64 = 0) async throws -> PublishStageOutcome {
                try await catalog.publishStage(
                    Self.publication(manifest, generation: generation, lease: StagePublication.Lease(key: key, token: token)), in: .app)
            }
            let nothing = try await catalog.state("a")
            #expect(try await publish(dead, old) == .leaseLost(nothing))
            guard case .published(_, let state) = try await publish(alive, new) else { throw Unexpected(what: "not published") }
            #expect(try await publish(dead, old) == .leaseLost(state))
            #expect(try await publish(dead, old, generation: state.generation) == .leaseLost(state))
            #expect(try await publish(dead, new) == .moved(state))
            #expect(try await publish(dead, new + 1, generation: state.generation) == .leaseLost(state), "a token nobody was given")
        }
    }
}
