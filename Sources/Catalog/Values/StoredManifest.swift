package import ContentHashing
package import OCIModel
package import StageModel

/// A manifest as it is served.
package struct StoredManifest: Hashable, Sendable {
    package let digest: Digest
    package let mediaType: MediaType
    /// Byte for byte what was pushed.
    package let bytes: [UInt8]
    /// The repository's generation when the manifest was published.
    package let generation: Int64
    package let createdAt: Timestamp

    package init(digest: Digest, mediaType: MediaType, bytes: [UInt8], generation: Int64, createdAt: Timestamp) {
        self.digest = digest
        self.mediaType = mediaType
        self.bytes = bytes
        self.generation = generation
        self.createdAt = createdAt
    }
}
