package import NIOCore

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
