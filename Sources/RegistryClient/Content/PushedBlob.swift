package import ContentHashing

/// A blob that is on the server now.
package struct PushedBlob: Hashable, Sendable {
    package let digest: Digest
    /// In bytes.
    package let size: Int64
}
