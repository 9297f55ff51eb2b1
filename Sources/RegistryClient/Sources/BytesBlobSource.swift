package import NIOCore

/// Bytes in memory.
package struct BytesBlobSource: BlobSource {
    private let bytes: ByteBuffer

    package init(_ bytes: [UInt8]) {
        self.bytes = ByteBuffer(bytes: bytes)
    }

    package init(_ bytes: ByteBuffer) {
        self.bytes = bytes
    }

    package var size: Int64 { Int64(bytes.readableBytes) }

    package func read(from offset: Int64, count: Int) async throws -> ByteBuffer {
        guard let slice = bytes.getSlice(at: bytes.readerIndex + Int(offset), length: count) else {
            throw ClientError(.sourceChanged, "bytes \(offset) to \(offset + Int64(count)) were asked of \(size)")
        }
        return slice
    }
}
