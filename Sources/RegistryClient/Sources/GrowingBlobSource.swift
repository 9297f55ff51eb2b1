package import ContentHashing
package import NIOCore

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

/// Bytes to push that come into being meanwhile. What is there once stays, and can be read again.
package protocol GrowingBlobSource: Sendable {
    /// Waits until there are bytes behind `offset`, or the blob is complete. Ends with `CancellationError` when the task is
    /// cancelled.
    ///
    /// - Throws: Why there will be no more bytes; the push ends with it.
    func growth(beyond offset: Int64) async throws -> BlobGrowth

    /// Reads exactly `count` bytes that are there. Must not block the cooperative pool.
    func read(from offset: Int64, count: Int) async throws -> ByteBuffer
}

/// A source that was complete from the start.
struct CompleteBlobSource: GrowingBlobSource {
    let source: any BlobSource
    let digest: Digest

    func growth(beyond offset: Int64) async throws -> BlobGrowth { BlobGrowth(size: source.size, digest: digest) }
    func read(from offset: Int64, count: Int) async throws -> ByteBuffer { try await source.read(from: offset, count: count) }
}
