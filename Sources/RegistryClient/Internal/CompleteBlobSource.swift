import ContentHashing
import NIOCore

/// A source that was complete from the start.
struct CompleteBlobSource: GrowingBlobSource {
    let source: any BlobSource
    let digest: Digest

    func growth(beyond offset: Int64) async throws -> BlobGrowth { BlobGrowth(size: source.size, digest: digest) }
    func read(from offset: Int64, count: Int) async throws -> ByteBuffer { try await source.read(from: offset, count: count) }
}
