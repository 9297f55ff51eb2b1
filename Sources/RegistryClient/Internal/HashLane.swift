import ContentHashing
import Dispatch
import NIOCore
import Synchronization

/// Hashes pieces in their order on a queue of its own, beside whatever else is done with them.
final class HashLane: Sendable {
    private let queue = DispatchQueue(label: "blob.hash")
    private let hasher: Mutex<ContentHasher>

    init(_ algorithm: DigestAlgorithm) {
        self.hasher = Mutex(ContentHasher(algorithm: algorithm))
    }

    /// Returns when the piece is hashed.
    func update(_ piece: ByteBuffer) async {
        await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
            queue.async { [self] in
                hasher.withLock { hasher in piece.withUnsafeReadableBytes { hasher.update($0) } }
                continuation.resume()
            }
        }
    }

    /// Of all pieces whose ``update(_:)`` returned.
    func digest() -> Digest {
        hasher.withLock { $0.digest() }
    }
}
