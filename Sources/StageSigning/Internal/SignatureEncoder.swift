import ContentHashing

/// Hashes length-prefixed parts. The bytes are handed on in large pieces, since a call of the hasher costs as much as
/// hashing 100 bytes.
struct SignatureEncoder {
    private var hasher = ContentHasher(algorithm: .sha256)
    private var pending: [UInt8] = []
    private static let pieceSize = 1 << 16

    init() {
        pending.reserveCapacity(Self.pieceSize + 4096)
    }

    mutating func append(byte: UInt8) {
        pending.append(byte)
    }

    mutating func append(count: Int) {
        withUnsafeBytes(of: UInt64(count).bigEndian) { pending.append(contentsOf: $0) }
    }

    mutating func append(bytes: some Collection<UInt8>) {
        append(count: bytes.count)
        pending.append(contentsOf: bytes)
        if pending.count >= Self.pieceSize { flush() }
    }

    mutating func append(text: String) {
        append(bytes: text.utf8)
    }

    /// - Precondition: the digest is a SHA-256, as all digests of inputs are.
    mutating func append(digest: Digest) {
        precondition(digest.algorithm == .sha256, "inputs are known by SHA-256")
        digest.appendHash(to: &pending)
        if pending.count >= Self.pieceSize { flush() }
    }

    var digest: Digest {
        var copy = self
        copy.flush()
        return copy.hasher.digest()
    }

    private mutating func flush() {
        pending.withUnsafeBytes { hasher.update($0) }
        pending.removeAll(keepingCapacity: true)
    }
}
