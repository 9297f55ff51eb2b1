package import ContentHashing

/// What became of blobs that were reviewed.
package struct BlobReviewOutcome: Hashable, Sendable {
    /// A blob that nothing needs: no repository holds it any more, and its bytes shall be removed.
    package struct Marked: Hashable, Sendable {
        package let id: Int64
        package let digest: Digest
        /// In bytes.
        package let size: Int64
    }

    package var marked: [Marked] = []
    /// Blobs that are needed; their rows left the queue.
    package var kept = 0
    /// Blobs that nothing names but that were asked for lately; their rows are due later.
    package var renewed = 0
    /// Blobs that were not reached: their rows are due as before.
    package var unreached = 0

    package init() {}
}
