package import ContentHashing
package import StageModel

/// What the catalog knows of a blob, whichever repositories hold it.
package struct BlobRecord: Hashable, Sendable {
    package let digest: Digest
    /// In bytes, as counted when its content was verified.
    package let size: Int64
    /// True where the stored bytes were found damaged. The next push of the digest replaces them, and clears the mark.
    package let isSuspect: Bool
    /// How often a push proved the bytes; each may have replaced them.
    package let proofs: Int64
    package let createdAt: Timestamp

    package init(digest: Digest, size: Int64, isSuspect: Bool, proofs: Int64 = 1, createdAt: Timestamp) {
        self.digest = digest
        self.size = size
        self.isSuspect = isSuspect
        self.proofs = proofs
        self.createdAt = createdAt
    }
}
