package import NIOCore

/// Bytes to push, all there from the start. They may be read more than once, and must stay the same while they are pushed.
package protocol BlobSource: Sendable {
    /// In bytes.
    var size: Int64 { get }

    /// Reads exactly `count` bytes.
    ///
    /// Must not block the cooperative pool.
    ///
    /// - Throws: What went wrong; the push ends with it. ``ClientError`` with code `sourceChanged` where there are fewer bytes.
    func read(from offset: Int64, count: Int) async throws -> ByteBuffer
}
