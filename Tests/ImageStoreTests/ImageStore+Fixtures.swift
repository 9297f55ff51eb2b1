import Catalog
import ContentHashing
import OCIModel
import StageModel
import StowageTestSupport

@testable import ImageStore

struct Unexpected: Error {
    let what: String
}

extension ImageStore {
    /// Stores the blobs of an image and the image.
    @discardableResult
    func push(
        config: String = "{}", layers: [String] = ["layer"], annotations: [(String, String)] = [], docker: Bool = false, tags: [TagName] = [],
        in repository: RepositoryName = .app
    ) async throws -> Manifest {
        var builder = ManifestBuilder.image(config: config, layers: layers, docker: docker)
        builder.annotations = annotations
        for content in [config] + layers { try await push(blob: content, in: repository) }
        let manifest = try builder.manifest()
        try await publish(manifest, tags: tags, in: repository)
        return manifest
    }

    func push(blob content: String, in repository: RepositoryName = .app) async throws {
        let bytes = Array(content.utf8)
        _ = try await storeBlob(Pieces(bytes), size: Int64(bytes.count), as: Digest(hashing: bytes), in: repository)
    }

    /// The only candidate under the signature of a stage.
    func stage(_ tag: StageTag, in repository: RepositoryName = .app) async throws -> StageCandidate? {
        let candidates = try await catalog.signatureStates([tag.signature], in: repository).flatMap(\.candidates)
        guard candidates.count <= 1 else { throw Unexpected(what: "\(candidates.count) candidates") }
        return candidates.first
    }
}

extension StageTag {
    static let werfs = of(String(repeating: "0f", count: 28), 1_611_836_746_968)
    static let buildahs = of(String(repeating: "ab", count: 32), 0)

    private static func of(_ signature: String, _ id: Int64) -> StageTag {
        guard let signature = Signature(signature) else { preconditionFailure("no signature") }
        return StageTag(signature: signature, uniqueID: id)
    }

    var tag: TagName { TagName(stringLiteral: text) }
}

/// A config with these labels.
func config(labels: [(String, String)]) -> String {
    JSONValue.object([
        ("architecture", "amd64"), ("os", "linux"), ("config", .object([("Labels", .object(labels.map { ($0.0, .text($0.1)) }))])),
    ]).text
}
