package import BlobStore
package import ContentHashing
package import NIOCore
import OCIModel

/// Bytes for tests that look like nothing in particular, and their digests.
package struct TestContent: Hashable, Sendable {
    package let bytes: [UInt8]

    package init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// The same bytes for the same seed.
    package init(count: Int, seed: UInt64 = 1) {
        var state = seed &* 0x9e37_79b9_7f4a_7c15 | 1
        self.bytes = (0..<count).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt8(truncatingIfNeeded: state >> 56)
        }
    }

    package var size: Int64 { Int64(bytes.count) }
    package var digest: Digest { Digest(hashing: bytes) }
    package var sha512: Digest { Digest(hashing: bytes, with: .sha512) }
    package var buffer: ByteBuffer { ByteBuffer(bytes: bytes) }

    /// The bytes in buffers of at most so many.
    package func chunks(of size: Int) -> [ByteBuffer] {
        stride(from: 0, to: bytes.count, by: size).map { ByteBuffer(bytes: bytes[$0..<min($0 + size, bytes.count)]) }
    }
}

extension BlobStore {
    /// Uploads and publishes content in one go.
    package func store(
        _ content: TestContent, as digest: Digest? = nil, chunk: Int = 64 << 10, trustExisting: Bool = true
    ) async throws -> PublishOutcome {
        let upload = try await createUpload(UploadID(), algorithm: .sha256)
        for buffer in content.chunks(of: chunk) { try await upload.append(buffer) }
        return try await upload.publish(as: digest ?? content.digest, trustExisting: trustExisting)
    }

    /// Reads a whole blob.
    package func contents(of digest: Digest, size: Int64) async throws -> [UInt8] {
        guard case .file(let file) = try await open(digest, expectedSize: size) else { return [] }
        do {
            let buffer = try await file.read(at: 0, count: Int(size))
            try await file.close()
            return Array(buffer.readableBytesView)
        } catch {
            try await file.close()
            throw error
        }
    }
}
