package import ContentHashing

/// A blob that is durable and visible in a repository.
package struct StoredBlob: Hashable, Sendable {
    package let digest: Digest
    /// In bytes.
    package let size: Int64
}
