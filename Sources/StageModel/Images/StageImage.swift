package import ContentHashing
import FoundationEssentials
package import OCIModel

/// A stage as an ordinary OCI image, which any client can pull and any build can name in `FROM`: a layer for each output.
///
/// The documents hold nothing that depends on the clock: the same layers with the same facts are the same image, on any
/// machine of one architecture. Facts stand in both places that ``FactNames`` says.
package struct StageImage: Sendable {
    /// An output that is packed.
    package struct Layer: Hashable, Sendable {
        package let mediaType: MediaType
        package let digest: Digest
        package let size: Int64
        /// Of the tar inside.
        package let diffID: Digest
        /// Where a run puts it; `nil` for a folder that was pushed by hand.
        package let output: StageOutput?

        package init(mediaType: MediaType = .ociLayerGzip, digest: Digest, size: Int64, diffID: Digest, output: StageOutput? = nil) {
            self.mediaType = mediaType
            self.digest = digest
            self.size = size
            self.diffID = diffID
            self.output = output
        }
    }

    package let config: [UInt8]
    package let configDigest: Digest
    package let manifest: [UInt8]
    package let digest: Digest

    /// - Parameters:
    ///   - layers: From the bottom up.
    ///   - command: What made them, for who looks at the image's history.
    ///   - architecture: As Go writes it: `amd64`, `arm64`.
    package init(
        layers: [Layer], facts: StageFacts, command: String? = nil, architecture: String = Self.architecture, system: String = Self.system
    ) throws {
        let labels = facts.labels
        let config = Config(
            architecture: architecture, os: system, config: labels.isEmpty ? nil : Config.Settings(labels: labels),
            history: layers.map { _ in Config.History(createdBy: command ?? "stowage") },
            rootfs: Config.RootFS(diffIDs: layers.map(\.diffID.description)))
        self.config = try Self.encode(config)
        self.configDigest = Digest(hashing: self.config)
        let manifest = ImageDocument(
            config: .init(mediaType: .ociImageConfig, digest: configDigest, size: Int64(self.config.count)),
            layers: layers.map { layer in
                .init(mediaType: layer.mediaType, digest: layer.digest, size: layer.size, annotations: layer.output?.annotations)
            }, annotations: labels.isEmpty ? nil : labels)
        self.manifest = try Self.encode(manifest)
        self.digest = Digest(hashing: self.manifest)
    }

    static func encode(_ document: some Encodable) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(document))
    }

    /// Of the machine that this runs on.
    package static let architecture: String = {
        #if arch(x86_64)
            "amd64"
        #elseif arch(arm64)
            "arm64"
        #elseif arch(i386)
            "386"
        #elseif arch(arm)
            "arm"
        #elseif arch(powerpc64le)
            "ppc64le"
        #elseif arch(s390x)
            "s390x"
        #else
            "unknown"
        #endif
    }()

    /// Images are Linux's, also where a runner is not: what is in a stage is made for the machine that it is used on.
    package static let system = "linux"
}

extension StageImage {
    /// `config.md` of the OCI image specification.
    private struct Config: Encodable {
        struct Settings: Encodable {
            let labels: [String: String]

            enum CodingKeys: String, CodingKey { case labels = "Labels" }
        }

        struct History: Encodable {
            let createdBy: String

            enum CodingKeys: String, CodingKey { case createdBy = "created_by" }
        }

        struct RootFS: Encodable {
            let type = "layers"
            let diffIDs: [String]

            enum CodingKeys: String, CodingKey {
                case type
                case diffIDs = "diff_ids"
            }
        }

        let architecture: String
        let os: String
        let config: Settings?
        let history: [History]
        let rootfs: RootFS
    }
}
