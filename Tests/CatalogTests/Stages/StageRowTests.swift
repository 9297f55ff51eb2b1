import Catalog
import ContentHashing
import OCIModel
import StageModel
import StowageTestSupport
import Synchronization
import Testing

/// A stage follows its tag.
@Suite struct StageRowTests {
    @Test func aTagOfAStageIsAStage() async throws {
        try await TemporaryCatalog.use { temporary async throws in
            let catalog = temporary.catalog
            let manifest = try ManifestBuilder.image(layers: ["one"]).manifest()
            let facts = StageFacts(
                stageName: "install", imageName: "backend", parent: Signature.of("9").value,
                commits: [try #require(CommitID(String(repeating: "c", count: 40)))], gitReference: "main", buildDuration: .milliseconds(1500),
                size: 5)
            for blob in manifest.requiredBlobs { try await catalog.recordBlob(blob.digest, size: blob.size, in: .app, completing: nil) }
            let stage = StageTag.of("a", 1)
            #expect(
                try await catalog.publishManifest(manifest, tags: [stage.tag, "latest"], facts: [stage.tag: .stage(stage, facts)], in: .app)
                    == .published)
            let expected = StageCandidate(
                tag: stage.text, uniqueID: stage.uniqueID, digest: manifest.digest.description, size: 5,
                publishedAt: temporary.clock.now.millisecondsSince1970, commits: facts.commits, stageName: "install", imageName: "backend",
                parent: Signature.of("9").value, gitReference: "main", buildTime: 1500)
            #expect(try await catalog.state("a") == SignatureState(signature: .of("a"), generation: 4, candidates: [expected]))
            #expect(try await catalog.state("b") == SignatureState(signature: .of("b"), generation: 0, candidates: []))
            #expect(try await catalog.state("a", in: .other).generation == 0)
            #expect(try await catalog.images(in: .app, after: nil, limit: 10)?.items.map(\.tag) == ["latest"])
            #expect(try temporary.contradictions() == [])
        }
    }

    @Test func candidatesAreInTheOrderOfTheirAge() async throws {
        try await TemporaryCatalog.use { temporary async throws in
            let catalog = temporary.catalog
            for id in [5, 0, 3, 9] as [Int64] { try await catalog.push(image: "\(id)", tags: [StageTag.of("a", id).tag]) }
            try await catalog.push(image: "x", tags: [StageTag.of("b", 4).tag])
            let base: Int64 = 1_600_000_000_000
            #expect(try await catalog.candidates("a") == [0, base + 3, base + 5, base + 9])
            let chain = (0..<1000).map { $0 == 700 ? Signature.of("a") : $0 == 2 ? Signature.of("b") : Signature.of("c") }
            let states = try await catalog.signatureStates(chain, in: .app)
            #expect(states.map(\.signature) == chain)
            #expect(states.map(\.candidates.count).enumerated().filter { $0.1 > 0 }.map(\.offset) == [2, 700])
        }
    }

    @Test func movesAndGoesWithItsTag() async throws {
        try await TemporaryCatalog.use { temporary async throws in
            let catalog = temporary.catalog
            let stage = StageTag.of("a", 1)
            let first = try await catalog.push(image: "one", tags: [stage.tag])
            let created = try await catalog.state("a")
            try await catalog.push(first, tags: [stage.tag], in: .app)
            #expect(try await catalog.state("a") == created, "nothing changed")

            temporary.clock.advance(by: .seconds(5))
            let second = try await catalog.push(image: "two", tags: [stage.tag])
            let moved = try await catalog.state("a")
            #expect(moved.generation > created.generation)
            #expect(moved.candidates.map(\.digest) == [second.digest.description])
            #expect(moved.candidates.first?.publishedAt == temporary.clock.now.millisecondsSince1970)

            #expect(try await catalog.deleteTag(stage.tag, from: .app) == .deleted)
            let deleted = try await catalog.state("a")
            #expect(deleted.generation > moved.generation)
            #expect(deleted.candidates.isEmpty)

            try await catalog.push(second, tags: [stage.tag, StageTag.of("a", 2).tag, StageTag.of("b").tag], in: .app)
            #expect(try await catalog.candidates("a").count == 2)
            let before = try await catalog.state("a")
            #expect(try await catalog.deleteManifest(second.digest, from: .app) == .deleted)
            #expect(try await catalog.candidates("a").isEmpty)
            #expect(try await catalog.candidates("b").isEmpty)
            #expect(try await catalog.state("a").generation > before.generation)
            #expect(try temporary.rows("SELECT 1 FROM stages") == [])
            #expect(try temporary.contradictions() == [])
        }
    }

    @Test(arguments: [true, false]) func aRejectionHidesExactlyItsStage(_ isBefore: Bool) async throws {
        try await TemporaryCatalog.use { temporary async throws in
            let catalog = temporary.catalog
            let stages = [StageTag.of("a", 1), StageTag.of("a", 2), StageTag.of("b", 1)]
            if isBefore { try await catalog.push(image: "mark", tags: [stages[0].rejection]) }
            for stage in stages { try await catalog.push(image: stage.text, tags: [stage.tag]) }
            let before = try await catalog.state("a")
            if !isBefore {
                try await catalog.push(image: "mark", tags: [stages[0].rejection])
                #expect(try await catalog.state("a").generation > before.generation)
            }
            #expect(try await catalog.candidates("a") == [stages[1].uniqueID])
            #expect(try await catalog.candidates("b") == [stages[2].uniqueID])
            let listed = try await catalog.stages(in: .app, limit: 10)
            #expect(listed?.stages.map(\.isRejected) == [true, false, false])
            #expect(try temporary.contradictions() == [])

            let hidden = try await catalog.state("a")
            try await catalog.push(image: "another mark", tags: [stages[0].rejection])
            #expect(try await catalog.candidates("a") == [stages[1].uniqueID])
            #expect(try await catalog.deleteTag(stages[0].rejection, from: .app) == .deleted)
            #expect(try await catalog.candidates("a") == stages.prefix(2).map(\.uniqueID))
            #expect(try await catalog.state("a").generation > hidden.generation)
            #expect(try temporary.contradictions() == [])
        }
    }

    @Test func changesAreToldWithTheirSignature() async throws {
        try await TemporaryCatalog.use { temporary async throws in
            let catalog = temporary.catalog
            let told = Mutex<[Signature]>([])
            catalog.changes.listen { changes in
                for case .stagesChanged(.app, let signature) in changes { told.withLock { $0.append(signature) } }
            }
            func take() -> [Signature] {
                told.withLock { told in
                    defer { told = [] }
                    return told
                }
            }
            let (first, second) = (StageTag.of("a", 1), StageTag.of("b", 1))
            let manifest = try await catalog.push(image: "one", tags: [first.tag, "latest", second.tag])
            #expect(take() == [.of("a"), .of("b")])
            try await catalog.push(manifest, tags: [first.tag], in: .app)
            #expect(take() == [])
            try await catalog.push(image: "two", tags: [first.tag, "latest"])
            #expect(take() == [.of("a")])
            try await catalog.push(image: "mark", tags: [first.rejection, StageTag.of("c").rejection])
            #expect(take() == [.of("a")])
            _ = try await catalog.deleteTag(first.rejection, from: .app)
            #expect(take() == [.of("a")])
            _ = try await catalog.deleteTag(first.tag, from: .app)
            #expect(take() == [.of("a")])
            _ = try await catalog.deleteManifest(manifest.digest, from: .app)
            #expect(take() == [.of("b")])
        }
    }

    @Test func manyCandidatesAreCut() async throws {
        try await TemporaryCatalog.use { temporary async throws in
            let catalog = temporary.catalog
            let manifest = try await catalog.push(image: "one")
            for start in stride(from: 1, through: 1_100, by: 50) {
                try await catalog.push(manifest, tags: (start..<start + 50).map { StageTag.of("a", Int64($0)).tag }, in: .app)
            }
            let candidates = try await catalog.candidates("a")
            #expect(candidates.count == 1000)
            #expect(candidates.first == StageTag.of("a", 1).uniqueID)
        }
    }
}
