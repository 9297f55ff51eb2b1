package import ContentHashing
import OCIModel

/// The manifest that hangs the inputs of a signature on its stage: an artifact of OCI 1.1 with an empty config, one blob, and
/// the stage as its subject.
package struct InputsReferrer: Sendable {
    /// The bytes of the empty config, which has to be in the repository as a blob.
    package static let emptyConfig = Array("{}".utf8)
    package static let emptyConfigDigest = Digest(hashing: emptyConfig)

    package let manifest: [UInt8]
    package let digest: Digest

    /// - Parameters:
    ///   - signature: Stages of two signatures can be one image; this tells their inputs apart.
    ///   - inputs: The digest and size of the document, whose media type is the artifact's type.
    ///   - stage: The manifest's digest and size.
    package init(of signature: Signature, inputs: (digest: Digest, size: Int64), stage: (digest: Digest, size: Int64)) throws {
        let document = ImageDocument(
            artifactType: FactNames.inputsArtifactType,
            config: .init(mediaType: .ociEmpty, digest: Self.emptyConfigDigest, size: Int64(Self.emptyConfig.count)),
            layers: [.init(mediaType: MediaType(FactNames.inputsArtifactType), digest: inputs.digest, size: inputs.size)],
            subject: .init(mediaType: .ociImageManifest, digest: stage.digest, size: stage.size),
            annotations: [FactNames.signature: signature.value])
        self.manifest = try StageImage.encode(document)
        self.digest = Digest(hashing: manifest)
    }
}
