package import ContentHashing

/// How far a blob has come that is still being made.
package struct BlobGrowth: Hashable, Sendable {
    /// Bytes that can be read.
    package let size: Int64
    /// Set when the blob is complete.
    package let digest: Digest?

    package init(size: Int64, digest: Digest?) {
        self.size = size
        self.digest = digest
    }
}
