import ContentHashing
import Foundation
import OCIModel
import StageModel
import Testing

@Suite("A stage as an image")
struct StageImageTests {
    private let layer = StageImage.Layer(
        digest: Digest(hashing: Array("gzip".utf8)), size: 4, diffID: Digest(hashing: Array("tar".utf8)))

    private func facts() throws -> StageFacts {
        StageFacts(
            stageName: "install", imageName: "app", parent: String(repeating: "a", count: 64),
            commits: [try #require(CommitID(String(repeating: "1", count: 40))), try #require(CommitID(String(repeating: "2", count: 40)))],
            gitReference: "main", buildDuration: .milliseconds(1500))
    }

    private func object(_ bytes: [UInt8]) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
    }

    @Test func `The same layer and facts are the same image`() throws {
        let one = try StageImage(layers: [layer], facts: facts(), command: "npm ci", architecture: "amd64")
        let other = try StageImage(layers: [layer], facts: facts(), command: "npm ci", architecture: "amd64")
        #expect(one.manifest == other.manifest)
        #expect(one.digest == other.digest)
        #expect(!String(decoding: one.config, as: UTF8.self).contains("\"created\""))
    }

    @Test func `The manifest is accepted, and needs its config and its layer`() throws {
        let image = try StageImage(layers: [layer], facts: facts())
        let manifest = try Manifest(parsing: image.manifest, contentType: MediaType.ociImageManifest.value)
        #expect(manifest.digest == image.digest)
        #expect(manifest.config?.digest == image.configDigest)
        #expect(manifest.config?.digest == Digest(hashing: image.config))
        #expect(manifest.config?.size == Int64(image.config.count))
        #expect(manifest.layers == [Descriptor(mediaType: .ociLayerGzip, digest: layer.digest, size: 4)])
        #expect(manifest.artifactType == MediaType.ociImageConfig.value)
    }

    @Test func `Facts stand in the annotations and in the labels`() throws {
        let image = try StageImage(layers: [layer], facts: facts(), command: "npm ci", architecture: "arm64")
        let expected = [
            "io.stowage.stage.name": "install", "io.stowage.image.name": "app", "io.stowage.stage.parent": String(repeating: "a", count: 64),
            "io.stowage.commits": String(repeating: "1", count: 40) + " " + String(repeating: "2", count: 40), "io.stowage.git.reference": "main",
            "io.stowage.stage.build-milliseconds": "1500",
        ]
        #expect(try Manifest(parsing: image.manifest, contentType: nil).annotations == expected)
        let config = try object(image.config)
        #expect((config["config"] as? [String: Any])?["Labels"] as? [String: String] == expected)
        #expect(config["architecture"] as? String == "arm64")
        #expect(config["os"] as? String == "linux")
        #expect((config["rootfs"] as? [String: Any])?["diff_ids"] as? [String] == [layer.diffID.description])
        #expect((config["history"] as? [[String: Any]])?.first?["created_by"] as? String == "npm ci")
    }

    @Test func `Without facts there are no labels and no annotations`() throws {
        let image = try StageImage(layers: [layer], facts: StageFacts())
        #expect(try object(image.config)["config"] == nil)
        #expect(try object(image.manifest)["annotations"] == nil)
    }

    @Test func `Each output is a layer that says where it goes`() throws {
        let folder = try #require(StageOutput(path: "./build/out/", isFile: false))
        let file = try #require(StageOutput(path: "app.bin", isFile: true))
        let layers = [folder, file].map { StageImage.Layer(digest: layer.digest, size: 4, diffID: layer.diffID, output: $0) }
        let manifest = try Manifest(parsing: StageImage(layers: layers, facts: StageFacts()).manifest, contentType: nil)
        #expect(manifest.layers.map { StageOutput($0) } == [folder, file])
        #expect(folder.path == "build/out")
    }

    @Test func `The mode of a folder is kept beside its layer, of a file in it`() throws {
        let folder = try #require(StageOutput(path: "out", isFile: false, mode: 0o40700))
        let file = try #require(StageOutput(path: "app.bin", isFile: true, mode: 0o600))
        #expect(folder.mode == 0o700 && file.mode == nil)
        let layers = [folder, file].map { StageImage.Layer(digest: layer.digest, size: 4, diffID: layer.diffID, output: $0) }
        let manifest = try Manifest(parsing: StageImage(layers: layers, facts: StageFacts()).manifest, contentType: nil)
        #expect(manifest.layers.map { StageOutput($0)?.mode } == [0o700, nil])
        #expect(manifest.layers[0].annotations["io.stowage.output.mode"] == "700")
        #expect(manifest.layers[1].annotations["io.stowage.output.mode"] == nil)
        for text in ["rwx", "-1", "", "9", "7777777"] {
            let odd = Descriptor(
                mediaType: .ociLayerGzip, digest: layer.digest, size: 4, annotations: ["io.stowage.output": "o", "io.stowage.output.mode": text])
            #expect(StageOutput(odd)?.mode == nil, "\(text)")
        }
    }

    @Test(arguments: ["/etc", "", ".", "a/../b", "..", "a\0b"])
    func `An output stays in its folder`(path: String) {
        #expect(StageOutput(path: path, isFile: false) == nil)
    }

    @Test func `Outputs in each other overlap`() throws {
        let outer = try #require(StageOutput(path: "a/b", isFile: false))
        let overlapping = try ["a", "a/b", "a/b/c"].map { try #require(StageOutput(path: $0, isFile: false)) }
        let apart = try ["a/bc", "b", "a/c"].map { try #require(StageOutput(path: $0, isFile: false)) }
        #expect(overlapping.allSatisfy { $0.overlaps(outer) })
        #expect(!apart.contains { $0.overlaps(outer) })
    }

    @Test func `The inputs hang on the stage as an artifact with an empty config`() throws {
        let stage = try StageImage(layers: [layer], facts: facts())
        let inputs = Digest(hashing: Array("{}x".utf8))
        let signature = try #require(Signature(String(repeating: "a", count: 64)))
        let referrer = try InputsReferrer(of: signature, inputs: (inputs, 3), stage: (stage.digest, Int64(stage.manifest.count)))
        let manifest = try Manifest(parsing: referrer.manifest, contentType: MediaType.ociImageManifest.value)
        #expect(manifest.digest == referrer.digest)
        #expect(manifest.subject?.digest == stage.digest)
        #expect(manifest.artifactType == FactNames.inputsArtifactType)
        #expect(manifest.config == Descriptor(mediaType: .ociEmpty, digest: InputsReferrer.emptyConfigDigest, size: 2))
        #expect(manifest.layers.map(\.digest) == [inputs])
        #expect(manifest.annotations == [FactNames.signature: signature.value])
    }
}
