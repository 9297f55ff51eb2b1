import Catalog
import ContentHashing
import OCIModel
import StageModel
import StowageTestSupport
import Testing

@testable import ImageStore

@Suite struct ImagePublishingTests {
    private static func request(_ source: String, tag: String = "v1", strategy: TagStrategy = .gitTag, to target: RepositoryName = .other)
        -> PublishImageRequest
    {
        PublishImageRequest(
            sourceRepository: RepositoryName.app.value, source: source, repository: target.value, tag: tag, strategy: strategy, imageName: "backend",
            gitReference: "v1")
    }

    @Test func takesTheImageAlong() async throws {
        try await UploadTests.with { store, _ async throws in
            let manifest = try await store.push(
                config: config(labels: [(FactNames.signature, StageTag.werfs.signature.value), (FactNames.imageName, "other")]), layers: ["a", "b"],
                tags: [StageTag.buildahs.tag])
            let entry = try await store.publishImage(Self.request(StageTag.buildahs.text))
            #expect(entry.digest == manifest.digest.description)
            #expect(entry.imageName == "backend")
            #expect(entry.strategy == .gitTag)
            #expect(entry.gitReference == "v1")
            #expect(entry.signature == StageTag.werfs.signature)
            #expect(try await store.manifest(.tag("v1"), in: .other).digest == manifest.digest)
            for blob in manifest.requiredBlobs { #expect(try await store.blob(blob.digest, in: .other).size == blob.size) }
            #expect(try await store.catalog.image("v1", in: .other) == entry)

            let again = try await store.publishImage(Self.request(manifest.digest.description, strategy: .custom, to: .app))
            #expect(again.strategy == .custom)
            #expect(try await store.stage(.buildahs) != nil, "the stage stays one")
            let stage = try await store.publishImage(Self.request("v1", tag: StageTag.buildahs.text, strategy: .stagesSignature, to: .app))
            #expect(stage.strategy == .stagesSignature)
            #expect(try await store.stage(.buildahs) == nil, "now that tag is an image's")
        }
    }

    @Test func takesAnIndexAlongAsFarAsItIsThere() async throws {
        try await UploadTests.with { store, _ async throws in
            let images = [try await store.push(layers: ["a"]), try await store.push(layers: ["b"])]
            let inner = try ManifestBuilder.index(of: images).manifest()
            try await store.publish(inner, tags: [], in: .app)
            try await store.push(blob: "cache")
            var builder = ManifestBuilder.index(of: [inner, images[0], try ManifestBuilder.image(layers: ["absent"]).manifest()])
            builder.entries?.append(.of("cache", "application/vnd.oci.image.layer.v1.tar+gzip"))
            let index = try builder.manifest()
            try await store.publish(index, tags: ["multi"], in: .app)

            let entry = try await store.publishImage(Self.request("multi"))
            #expect(entry.digest == index.digest.description)
            for manifest in [index, inner] + images {
                #expect(try await store.manifest(.digest(manifest.digest), in: .other).digest == manifest.digest)
            }
            #expect(try await store.blob(Digest(hashing: Array("cache".utf8)), in: .other).size == 5)
        }
    }

    @Test func whatCannotBePublishedIsSaid() async throws {
        try await UploadTests.with { store, _ async throws in
            try await store.push(tags: ["v0"])
            func code(_ request: PublishImageRequest) async -> OCIError.Code? {
                await #expect(throws: OCIError.self) { try await store.publishImage(request) }?.code
            }
            #expect(await code(Self.request("none")) == .manifestUnknown)
            #expect(await code(Self.request("v0", tag: "client-id-me-1")) == .tagInvalid)
            #expect(await code(Self.request("v0", tag: "a b")) == .tagInvalid)
            #expect(try await store.catalog.image("v1", in: .other) == nil)
        }
    }
}
