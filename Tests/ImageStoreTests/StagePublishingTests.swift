import Catalog
import ContentHashing
import OCIModel
import StageModel
import StowageTestSupport
import Testing

@testable import ImageStore

@Suite struct StagePublishingTests {
    private static func request(_ manifest: Manifest, generation: Int64 = 0) -> PublishStageRequest {
        PublishStageRequest(
            repository: RepositoryName.app.value, signature: StageTag.buildahs.signature, digest: manifest.digest.description,
            generation: generation)
    }

    @Test func readsItsFacts() async throws {
        try await UploadTests.with { store, _ async throws in
            let labels = [(FactNames.stageName, "install"), (FactNames.buildMilliseconds, "90000"), ("werf-image", "true")]
            let manifest = try await store.push(config: config(labels: labels))
            let response = try await store.publishStage(Self.request(manifest))
            #expect(response.outcome == .published)
            let stage = try #require(response.stage)
            #expect(stage.stageName == "install")
            #expect(stage.buildTime == 90_000)
            #expect(response.state.candidates == [stage])
            #expect(try await store.stage(.buildahs) == stage)
            let again = try await store.publishStage(Self.request(manifest))
            #expect(again == PublishStageResponse(outcome: .moved, state: response.state))
        }
    }

    @Test func whatCannotBePublishedIsSaid() async throws {
        try await UploadTests.with { store, _ async throws in
            let absent = try ManifestBuilder.image().manifest()
            var request = Self.request(absent)
            #expect(await #expect(throws: OCIError.self) { try await store.publishStage(request) }?.code == .manifestUnknown)
            request.digest = "latest"
            #expect(await #expect(throws: OCIError.self) { try await store.publishStage(request) }?.code == .digestInvalid)
            request.repository = "UPPER"
            #expect(await #expect(throws: OCIError.self) { try await store.publishStage(request) }?.code == .nameInvalid)
        }
    }

    @Test func theLeaseCounts() async throws {
        try await UploadTests.with { store, temporary async throws in
            let manifest = try await store.push()
            var request = Self.request(manifest)
            request.lease = request.signature.value
            request.token = 1
            #expect(try await store.publishStage(request).outcome == .leaseLost)
            let key = LeaseKey(request.signature.value, in: .app)
            let id = try #require(LeaseID("runner"))
            _ = try await store.catalog.acquireLease(
                key, id: id, mode: .exclusive, timeToLive: .seconds(10), patience: .seconds(60), queues: true)
            #expect(try await store.publishStage(request).outcome == .published)
        }
    }
}
