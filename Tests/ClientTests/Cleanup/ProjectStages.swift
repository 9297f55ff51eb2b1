import ContentHashing
import Foundation
import OCIModel
import StageModel
import StowageTestSupport

/// Stages and images of a project, pushed as any client pushes them, with contents that are the same in every run.
struct ProjectStages {
    let probe: RegistryProbe

    struct Stage {
        let tag: StageTag
        let digest: Digest
        let layers: [Descriptor]
    }

    /// Pushes a stage through `/v2/`.
    ///
    /// - Parameter unique: The stage's age is told by the catalog; this is only its name.
    func push(
        _ name: String, on parent: Stage? = nil, image: String? = nil, commits: [CommitID] = [], labels: [String: String] = [:], unique: Int64 = 1,
        to repository: String = "chat/stages"
    ) async throws -> Stage {
        let hex = Digest(hashing: Array("stage \(name)".utf8)).hex
        // werf's signatures are shorter.
        guard let signature = Signature(name.hasPrefix("werf") ? String(hex.prefix(56)) : hex) else { throw Unexpected("a signature") }
        let tag = StageTag(signature: signature, uniqueID: 1_700_000_000_000 + unique)
        var facts = [FactNames.stageName: name]
        facts[FactNames.parent] = parent?.tag.signature.value
        facts[FactNames.imageName] = image
        if !commits.isEmpty { facts[FactNames.commits] = commits.map(\.value).joined(separator: " ") }
        let layers = (parent?.layers ?? []) + [try await layer(name, to: repository)]
        let digest = try await pushImage(layers: layers, labels: facts.merging(labels) { $1 }, to: repository, as: tag.text)
        return Stage(tag: tag, digest: digest, layers: layers)
    }

    /// Pushes an image of such layers.
    @discardableResult
    func pushImage(layers: [Descriptor], labels: [String: String] = [:], to repository: String, as reference: String?) async throws -> Digest {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let config = try encoder.encode(
            Config(config: Config.Labels(Labels: labels), rootfs: Config.RootFS(diff_ids: layers.map { $0.digest.description })))
        var builder = ManifestBuilder(mediaType: .ociImageManifest)
        builder.config = try await blob([UInt8](config), "application/vnd.oci.image.config.v1+json", to: repository)
        builder.layers = layers
        return try await push(builder, to: repository, as: reference)
    }

    /// A layer of 30 to 60 thousand bytes that no compression makes smaller.
    func layer(_ name: String, to repository: String) async throws -> Descriptor {
        let seed = Digest(hashing: Array(name.utf8)).description.utf8.reduce(UInt64(7)) { $0 &* 31 &+ UInt64($1) }
        let content = SeededBytes(seed: seed).bytes(count: 30_000 + Int(seed % 30_000))
        return try await blob(content, "application/vnd.oci.image.layer.v1.tar", to: repository)
    }

    func push(_ builder: ManifestBuilder, to repository: String, as reference: String?) async throws -> Digest {
        let bytes = builder.bytes
        let digest = Digest(hashing: bytes)
        let answer = try await probe.pushManifest(
            bytes, type: builder.mediaType?.value ?? "", to: repository, as: reference ?? digest.description)
        guard answer.status == 201 else { throw Unexpected("a manifest: \(answer)") }
        return digest
    }

    func blob(_ content: [UInt8], _ mediaType: String, to repository: String) async throws -> Descriptor {
        let answer = try await probe.postBlob(content, to: repository)
        guard answer.status == 201 else { throw Unexpected("a blob: \(answer)") }
        return Descriptor(mediaType: MediaType(mediaType), digest: Digest(hashing: content), size: Int64(content.count))
    }

    private struct Config: Encodable {
        struct Labels: Encodable { let Labels: [String: String] }
        struct RootFS: Encodable {
            let type = "layers"
            let diff_ids: [String]
        }
        let architecture = "amd64"
        let os = "linux"
        let config: Labels
        let rootfs: RootFS
    }

    struct Unexpected: Error, CustomStringConvertible {
        let description: String
        init(_ description: String) { self.description = description }
    }
}
