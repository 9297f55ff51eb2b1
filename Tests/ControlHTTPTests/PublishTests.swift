import ContentHashing
import OCIModel
import StageModel
import StowageTestSupport
import Testing

@Suite struct PublishTests {
    @Test func isRefusedWithTheNewCandidates() async throws {
        try await StageFarm.with { farm in
            let signature = try Signature.test(1)
            let (mine, theirs) = (
                try await farm.probe.pushImage("mine", to: farm.repository), try await farm.probe.pushImage("theirs", to: farm.repository)
            )
            let seen = try await farm.state(of: signature)
            let first = try await farm.publish(signature, theirs, generation: seen.generation)
            let stage = try #require(first.stage)
            #expect(first.outcome == .published && first.state.candidates == [stage])
            let second = try await farm.publish(signature, mine, generation: seen.generation)
            #expect(second.outcome == .moved && second.stage == nil && second.state == first.state)
            #expect(try await farm.state(of: signature) == first.state)
            let third = try await farm.publish(signature, mine, generation: second.state.generation)
            #expect(third.outcome == .published && third.state.candidates.map(\.digest) == [theirs.description, mine.description])
            let manifest = try await farm.probe.manifest(try #require(third.stage).tag, in: farm.repository)
            #expect(manifest.status == 200 && manifest["docker-content-digest"] == mine.description)
        }
    }

    @Test func oneOfTwoAtOnceIsPublished() async throws {
        try await StageFarm.with { farm in
            let digest = try await farm.probe.pushImage("stage", to: farm.repository)
            for number in 0..<10 {
                let signature = try Signature.test(number)
                async let first = farm.publish(signature, digest, generation: 0)
                async let second = farm.publish(signature, digest, generation: 0)
                let outcomes = try await [first.outcome, second.outcome]
                #expect(Set(outcomes) == [.published, .moved])
                #expect(try await farm.state(of: signature).candidates.count == 1)
            }
        }
    }

    @Test func fiftyAtOnceGetIdsOfTheirOwn() async throws {
        try await StageFarm.with { farm in
            let signature = try Signature.test(1)
            let digest = try await farm.probe.pushImage("stage", to: farm.repository)
            let ids = try await withThrowingTaskGroup(of: Int64.self) { publishers in
                for _ in 0..<50 {
                    publishers.addTask {
                        var generation = try await farm.state(of: signature).generation
                        for _ in 0..<200 {
                            let answer = try await farm.publish(signature, digest, generation: generation)
                            if let stage = answer.stage {
                                // What was acknowledged is in every answer from then on.
                                let seen = try await farm.state(of: signature)
                                #expect(seen.candidates.contains(stage) && seen.generation >= answer.state.generation)
                                return stage.uniqueID
                            }
                            generation = answer.state.generation
                        }
                        throw Unexpected("refused for ever")
                    }
                }
                return try await publishers.reduce(into: []) { $0.append($1) }
            }
            #expect(Set(ids).count == 50)
            #expect(try await farm.state(of: signature).candidates.map(\.uniqueID) == ids.sorted())
        }
    }

    /// The manifest outlives a blob that is deleted; a stage that nobody can pull must not be found.
    @Test func needsAllBlobsOfTheManifest() async throws {
        try await StageFarm.with { farm in
            let digest = try await farm.probe.pushImage("stage", to: farm.repository)
            let manifest = try await farm.probe.manifest(digest.description, in: farm.repository)
            let layer = try #require(try JSON(parsing: manifest.body)["layers"]?.items.first?["digest"]?.text)
            #expect(try await farm.probe.deleteBlob(Digest(layer), from: farm.repository).status == 202)
            let request = PublishStageRequest(
                repository: farm.repository, signature: try Signature.test(1), digest: digest.description, generation: 0)
            let response = try await farm.probe.post("stages/publish", request)
            #expect(response.status == 400 && response.errorCodes == ["MANIFEST_BLOB_UNKNOWN"])
            #expect(try await farm.state(of: request.signature).candidates.isEmpty)
        }
    }

    @Test func needsAManifestThatIsThere() async throws {
        try await StageFarm.with { farm in
            let signature = try Signature.test(1)
            func status(_ change: (inout PublishStageRequest) -> Void) async throws -> (Int, [String]) {
                var request = PublishStageRequest(
                    repository: farm.repository, signature: signature, digest: Digest(hashing: [1]).description, generation: 0)
                change(&request)
                let response = try await farm.probe.post("stages/publish", request)
                return (response.status, response.errorCodes)
            }
            #expect(try await status { _ in } == (404, ["MANIFEST_UNKNOWN"]))
            try await farm.probe.pushImage("other", to: farm.repository)
            #expect(try await status { _ in } == (404, ["MANIFEST_UNKNOWN"]))
            #expect(try await status { $0.digest = "sha256:x" } == (400, ["DIGEST_INVALID"]))
            #expect(try await status { $0.lease = "build" } == (400, ["REQUEST_INVALID"]))
            #expect(try await status { $0.token = 1 } == (400, ["REQUEST_INVALID"]))
            #expect(
                try await status {
                    $0.lease = "no name"; $0.token = 1
                } == (400, ["REQUEST_INVALID"]))
            #expect(try await status { $0.generation = -1 } == (400, ["REQUEST_INVALID"]))
            #expect(try await status { $0.repository = "App" } == (400, ["NAME_INVALID"]))
        }
    }

    @Test func anImageIsPublishedElsewhere() async throws {
        try await StageFarm.with { farm in
            let digest = try await farm.probe.pushImage("image", to: farm.repository)
            let request = PublishImageRequest(
                sourceRepository: farm.repository, source: digest.description, repository: "app", tag: "main", strategy: .gitBranch,
                imageName: "backend", gitReference: "main")
            let published: PublishImageResponse = try await farm.probe.post("images/publish", request, 201)
            #expect(published.tag == "main" && published.digest == digest.description && published.strategy == .gitBranch)
            let inspected: ImageListing.Entry = try await farm.probe.get("images/inspect?repository=app&tag=main")
            #expect(inspected == published && inspected.imageName == "backend")
            #expect(try await farm.probe.manifest("main", in: "app").status == 200)
            #expect(try await farm.probe.send("GET", "/api/v1/images/inspect?repository=app&tag=other").errorCodes == ["MANIFEST_UNKNOWN"])
        }
    }
}
