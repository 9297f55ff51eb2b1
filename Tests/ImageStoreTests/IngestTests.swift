import BlobStore
import Catalog
import ContentHashing
import OCIModel
import StageModel
import StowageTestSupport
import Testing

@testable import ImageStore

/// What a pushed tag means, read from the image.
@Suite struct IngestTests {
    static let commit = String(repeating: "c", count: 40)

    @Test func werfsStage() async throws {
        try await UploadTests.with { store, temporary async throws in
            let labels = [("werf", "app"), ("werf-image", "false"), ("werf-git-77-commit", Self.commit), ("werf.io/parent-stage-id", "x")]
            let manifest = try await store.push(config: config(labels: labels), docker: true, tags: [StageTag.werfs.tag, "latest"])
            let stage = try #require(try await store.stage(.werfs))
            #expect(stage.tag == StageTag.werfs.text)
            #expect(stage.digest == manifest.digest.description)
            #expect(stage.commits.map(\.value) == [Self.commit])
            #expect(stage.parent == nil)
            #expect(stage.size == Int64(config(labels: labels).utf8.count + "layer".utf8.count))
            #expect(try await store.catalog.images(in: .app, after: nil, limit: 9)?.items.map(\.tag) == ["latest"])
        }
    }

    @Test func buildahsCache() async throws {
        try await UploadTests.with { store, _ async throws in
            let base = "sha256:\(String(repeating: "1", count: 64))"
            try await store.push(annotations: [("org.opencontainers.image.base.digest", base)], tags: [StageTag.buildahs.tag])
            #expect(try await store.stage(.buildahs)?.parent == base)
        }
    }

    /// A deployed image whose tag is the signature of its stages.
    @Test func werfsImage() async throws {
        try await UploadTests.with { store, _ async throws in
            let tag = StageTag(signature: StageTag.werfs.signature, uniqueID: 0).tag
            let labels = [
                ("werf-image", "true"), ("werf-image-name", "backend"), ("werf-tag-strategy", "stages-signature"), ("werf-image-tag", tag.value),
            ]
            try await store.push(config: config(labels: labels), tags: [tag])
            #expect(try await store.stage(.werfs) == nil)
            let image = try #require(try await store.catalog.image(tag, in: .app))
            #expect(image.imageName == "backend")
            #expect(image.strategy == .stagesSignature)
        }
    }

    @Test func oddConfigsAreTaken() async throws {
        try await UploadTests.with { store, _ async throws in
            for config in [
                "", "not json", "[]", #"{"config":{"Labels":[1]}}"#, #"{"config":{"Labels":{"io.stowage.stage.name":7}}}"#, #"{"config":"#,
                #"{"config":{"Labels":{"io.stowage.stage.name":"a\nb","io.stowage.commits":"HEAD"}}}"#,
            ] {
                try await store.push(config: config, tags: [StageTag.buildahs.tag])
                let stage = try #require(try await store.stage(.buildahs))
                #expect(stage.stageName == nil)
                #expect(stage.commits.isEmpty)
            }
        }
    }

    @Test func aHugeConfigIsNotRead() async throws {
        try await UploadTests.with { store, _ async throws in
            let small = config(labels: [(FactNames.stageName, "install")])
            let limit = Int(ConfigLabels.maximumConfigSize)
            try await store.push(config: small + String(repeating: " ", count: limit - small.utf8.count), tags: [StageTag.buildahs.tag])
            #expect(try await store.stage(.buildahs)?.stageName == "install")
            try await store.push(config: small + String(repeating: " ", count: limit + 1 - small.utf8.count), tags: [StageTag.buildahs.tag])
            #expect(try await store.stage(.buildahs)?.stageName == nil)
        }
    }

    @Test func otherManifestsHaveNoLabels() async throws {
        try await UploadTests.with { store, _ async throws in
            let image = try await store.push(config: config(labels: [(FactNames.stageName, "install")]))
            try await store.publish(try ManifestBuilder.index(of: [image]).manifest(), tags: [StageTag.buildahs.tag], in: .app)
            let stage = try #require(try await store.stage(.buildahs))
            #expect(stage.stageName == nil)
            #expect(stage.size == 0)

            var artifact = ManifestBuilder.image(config: config(labels: [(FactNames.stageName, "chart")]))
            artifact.config = .of(config(labels: [(FactNames.stageName, "chart")]), "application/vnd.cncf.helm.config.v1+json")
            try await store.push(blob: config(labels: [(FactNames.stageName, "chart")]))
            try await store.publish(try artifact.manifest(), tags: [StageTag.werfs.tag], in: .app)
            #expect(try await store.stage(.werfs)?.stageName == nil)
        }
    }

    @Test func aMissingConfigIsRefusedAsEver() async throws {
        try await UploadTests.with { store, temporary async throws in
            let manifest = try ManifestBuilder.image(config: "absent", layers: ["layer"]).manifest()
            try await store.push(blob: "layer")
            // In another repository the config would have labels.
            try await store.push(blob: "absent", in: .other)
            let error = await #expect(throws: OCIError.self) { try await store.publish(manifest, tags: [StageTag.werfs.tag], in: .app) }
            #expect(error?.code == .manifestBlobUnknown)
            #expect(try await store.stage(.werfs) == nil)
        }
    }

    @Test func recordsOfWerfs() async throws {
        try await UploadTests.with { store, _ async throws in
            try await store.push(layers: ["stage"], tags: [StageTag.werfs.tag])
            #expect(try await store.stage(.werfs) != nil)
            try await store.push(config: config(labels: [("werf", "app")]), tags: [TagName("\(StageTag.werfs)-rejected")])
            #expect(try await store.stage(.werfs) == nil)
            try await store.push(tags: ["client-id-me-1"])
            #expect(try await store.catalog.repositories(ofClient: "me") == [.app])
        }
    }
}
