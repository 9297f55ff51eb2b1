package import ContentHashing

/// A manifest or index: the bytes as they were received, and what they say.
///
/// The bytes are the truth and are never encoded anew; everything else is a view of them. What a manifest references
/// follows its media type, not its shape (an index of BuildKit's cache lists layers).
package struct Manifest: Sendable {
    package enum Kind: String, Sendable {
        /// An image manifest of OCI or Docker: a config and layers.
        case image
        /// An image index or manifest list.
        case index
        /// An artifact manifest of the OCI 1.1 release candidates: a list of blobs.
        case artifact
        /// A media type unknown here. It is kept, and references nothing but its subject.
        case other
    }

    /// The largest manifest accepted, in bytes. The specification asks for at least 4 MB.
    package static let maximumSize = 4 * 1024 * 1024

    package let bytes: [UInt8]
    package let digest: Digest
    package let mediaType: MediaType
    package let kind: Kind
    package let config: Descriptor?
    /// Layers of an image, blobs of an artifact.
    package let layers: [Descriptor]
    /// Entries of an index. Their media types tell manifests from blobs.
    package let entries: [Descriptor]
    package let subject: Descriptor?
    package let annotations: [String: String]
    /// What a list of referrers gives as `artifactType`: the manifest's own, else the media type of its config.
    package let artifactType: String?

    /// The blobs that must be in the repository before this manifest may be.
    package var requiredBlobs: [Descriptor] {
        ((config.map { [$0] } ?? []) + layers).filter { !$0.mayBeAbsent }
    }
}
