import Crypto

/// Hashes content that arrives in pieces.
///
/// Feed it large buffers (64 KiB and more): a call costs about as much as hashing 100 bytes. Hashing is CPU work of about
/// half a second a gigabyte; keep it off event loops. A copy is an independent hasher that continues from the same state.
package struct ContentHasher: Sendable {
    package let algorithm: DigestAlgorithm

    // Two optionals, one of them set, rather than an enum: so an update changes the hasher in place, without a copy of its
    // state.
    private var sha256: SHA256?
    private var sha512: SHA512?

    package init(algorithm: DigestAlgorithm) {
        self.algorithm = algorithm
        switch algorithm {
        case .sha256: self.sha256 = SHA256()
        case .sha512: self.sha512 = SHA512()
        }
    }

    package mutating func update(_ bytes: UnsafeRawBufferPointer) {
        sha256?.update(bufferPointer: bytes)
        sha512?.update(bufferPointer: bytes)
    }

    /// The digest of everything fed so far; more may be fed afterwards.
    package func digest() -> Digest {
        if let sha256 { return sha256.finalize().withUnsafeBytes { Digest(sha256: $0) } }
        let hash = sha512.map { Array($0.finalize()) } ?? []
        return Digest(algorithm: algorithm, hash: hash)
    }
}

extension Digest {
    /// Hashes bytes that are in memory.
    package init(hashing bytes: UnsafeRawBufferPointer, with algorithm: DigestAlgorithm = .sha256) {
        var hasher = ContentHasher(algorithm: algorithm)
        hasher.update(bytes)
        self = hasher.digest()
    }

    /// Hashes bytes that are in memory.
    package init(hashing bytes: [UInt8], with algorithm: DigestAlgorithm = .sha256) {
        self = bytes.withUnsafeBytes { Digest(hashing: $0, with: algorithm) }
    }
}
