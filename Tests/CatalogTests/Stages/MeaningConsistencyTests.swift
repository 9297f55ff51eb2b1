import Catalog
import ContentHashing
import OCIModel
import StageModel
import StowageTestSupport
import Testing

@Suite struct MeaningConsistencyTests {
    struct Generator: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return state
        }
    }

    /// After any series of operations, also by several at once, each tag means exactly one thing.
    @Test(arguments: 1...4 as ClosedRange<UInt64>) func everyTagMeansOneThing(_ seed: UInt64) async throws {
        try await TemporaryCatalog.use { temporary async throws in
            let catalog = temporary.catalog
            var images: [Manifest] = []
            for number in 0..<6 { images.append(try await catalog.push(image: "\(number)")) }
            let stages = [StageTag.of("a"), .of("a", 1), .of("a", 2), .of("b", 1)]
            let tags = stages.map(\.tag) + stages.map(\.rejection) + ["latest", "cleanup", "client-id-x-1"]
            try await withThrowingTaskGroup(of: Void.self) { group in
                for worker in 0..<3 {
                    group.addTask { [images] in
                        var random = Generator(state: (seed &* 31 &+ UInt64(worker)) &* 0x9e37_79b9_7f4a_7c15 | 1)
                        for _ in 0..<60 {
                            guard let image = images.randomElement(using: &random), let tag = tags.randomElement(using: &random) else { return }
                            let window: Duration = Bool.random(using: &random) ? .zero : .seconds(Int64.random(in: 1...200, using: &random))
                            let disposal = Disposal(
                                reason: "a test", undoWindow: window, takesManifest: Bool.random(using: &random))
                            temporary.clock.advance(by: .seconds(1))
                            switch Int.random(in: 0..<15, using: &random) {
                            case 0..<4:
                                _ = try await catalog.push(image, tags: tags.filter { _ in Bool.random(using: &random) }, in: .app)
                            case 4:
                                // As an image, whatever its shape; records of werf's are nobody's to publish so.
                                guard ServiceTag(tag) == nil else { continue }
                                _ = try await catalog.publishImage(image, tag: tag, facts: ImageFacts(strategy: .custom), in: .app)
                            case 5, 6:
                                _ = try await catalog.deleteTag(tag, from: .app, as: disposal)
                            case 7:
                                _ = try await catalog.deleteManifest(image.digest, from: .app, as: disposal)
                            case 8, 9:
                                _ = try await catalog.restore(tag, in: .app)
                            case 10:
                                _ = try await catalog.restore(image.digest, in: .app)
                            case 11:
                                _ = try await catalog.expireTrash(before: temporary.clock.now, limit: 5)
                            case 12:
                                _ = try await catalog.deleteImage(.tag(tag), from: .app, as: disposal)
                            default:
                                let state = try await catalog.state("a")
                                _ = try await catalog.publishStage(
                                    StagePublication(
                                        signature: .of("a"), manifest: image.digest, facts: StageFacts(), generation: state.generation), in: .app)
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
            let contradictions = try temporary.contradictions()
            #expect(contradictions == [])
            #expect(try await catalog.statistics() == temporary.countedStatistics())
            // What a crash leaves is as whole.
            try await catalog.close()
            let reopened = try TemporaryCatalog.open(at: temporary.path)
            #expect(try temporary.contradictions() == [])
            let states = try await reopened.signatureStates([.of("a"), .of("b")], in: .app)
            for candidate in states.flatMap(\.candidates) {
                let tag = try TagName(candidate.tag)
                #expect(try await reopened.manifest(.tag(tag), in: .app)?.digest.description == candidate.digest)
            }
            try await reopened.close()
        }
    }

    /// What one operation writes at most does not hold the writer for long; `maximumWork` is what others wait for.
    @Test func manyTagsOfStagesAtOnce() async throws {
        try await TemporaryCatalog.use { temporary async throws in
            let catalog = temporary.catalog
            let manifest = try await catalog.push(image: "one")
            let commits = (0..<128).compactMap { number in CommitID(String(repeating: "\(number % 10)", count: 40)) }
            for start in 0..<4 {
                var facts: [TagName: TagFacts] = [:]
                for number in 0..<64 {
                    let stage = StageTag.of("a", Int64(1 + start * 64 + number))
                    facts[stage.tag] = .stage(stage, StageFacts(stageName: "install", commits: commits, size: 1))
                }
                _ = try await catalog.publishManifest(manifest, tags: facts.keys.sorted { $0.value < $1.value }, facts: facts, in: .app)
            }
            #expect(try await catalog.candidates("a").count == 256)
            #expect(try await catalog.deleteManifest(manifest.digest, from: .app) == .deleted)
            #expect(try temporary.rows("SELECT count(*) FROM stages") == ["0"])
            #expect(try temporary.contradictions() == [])
        }
    }
}
