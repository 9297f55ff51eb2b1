import Catalog
package import ContentHashing
package import NIOCore
package import OCIModel

/// A manifest as a pull gets it: the bytes that were pushed and what the headers say of them.
package struct ServedManifest: Sendable {
    package let digest: Digest
    package let mediaType: MediaType
    package let body: ByteBuffer

    init(_ stored: StoredManifest) {
        self.digest = stored.digest
        self.mediaType = stored.mediaType
        self.body = ByteBuffer(bytes: stored.bytes)
    }
}
