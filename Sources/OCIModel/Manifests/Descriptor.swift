package import ContentHashing

/// A reference to content: its media type, digest and size; `descriptor.md` of the OCI image specification.
package struct Descriptor: Hashable, Sendable {
    package let mediaType: MediaType
    package let digest: Digest
    /// In bytes, as the referring manifest claims.
    package let size: Int64
    package let urls: [String]
    package let annotations: [String: String]
    package let artifactType: String?

    package init(
        mediaType: MediaType, digest: Digest, size: Int64, urls: [String] = [], annotations: [String: String] = [:], artifactType: String? = nil
    ) {
        self.mediaType = mediaType
        self.digest = digest
        self.size = size
        self.urls = urls
        self.annotations = annotations
        self.artifactType = artifactType
    }

    /// True for a layer that clients may fetch from elsewhere, and which a push therefore may leave out: it has `urls`,
    /// or one of the non-distributable types of OCI and Docker.
    package var mayBeAbsent: Bool {
        !urls.isEmpty || mediaType.value.contains(".nondistributable.") || mediaType.value.contains(".foreign.")
    }
}
