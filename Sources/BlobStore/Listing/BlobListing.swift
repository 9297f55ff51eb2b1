package import ContentHashing

/// What a store holds of a ``BlobShard``.
package struct BlobListing: Hashable, Sendable {
    /// In no order.
    package let digests: [Digest]
    /// How many things are there that are no blobs of the shard, whatever they are.
    package let strangers: Int

    package init(digests: [Digest], strangers: Int) {
        self.digests = digests
        self.strangers = strangers
    }
}
