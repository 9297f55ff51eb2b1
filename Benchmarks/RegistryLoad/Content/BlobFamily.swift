import ContentHashing

/// Blobs of one size that differ in their last 16 bytes only.
///
/// The rest is one buffer of random bytes, shared by all of them and hashed once: so 64 connections can push 64 MiB each
/// from 64 MiB of memory, and making the next blob's digest costs nothing while the clock runs.
final class BlobFamily: Sendable {
    struct Blob: Sendable {
        let digest: Digest
        let pieces: [[UInt8]]
        var size: Int { pieces.reduce(0) { $0 + $1.count } }
    }

    static let minimumSize = 16

    private let stem: [UInt8]
    private let hasher: ContentHasher
    /// Chosen for each process, so that no run pushes what an earlier one has pushed.
    private let salt: UInt64

    /// - Precondition: `size` is at least ``minimumSize``.
    init(size: Int) {
        var seed = SystemRandomNumberGenerator()
        self.salt = seed.next()
        self.stem = Self.randomBytes(count: size - Self.minimumSize, seed: seed.next())
        var hasher = ContentHasher(algorithm: .sha256)
        stem.withUnsafeBytes { hasher.update($0) }
        self.hasher = hasher
    }

    func blob(_ index: Int) -> Blob {
        let tail = withUnsafeBytes(of: (salt, UInt64(index))) { Array($0) }
        var hasher = hasher
        tail.withUnsafeBytes { hasher.update($0) }
        return Blob(digest: hasher.digest(), pieces: [stem, tail])
    }

    /// SplitMix64: nothing compresses it, and it is made at memory speed, which the system's generator isn't.
    private static func randomBytes(count: Int, seed: UInt64) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            var state = seed
            let bytes = UnsafeMutableRawBufferPointer(buffer)
            for offset in stride(from: 0, to: count, by: 8) {
                state &+= 0x9e37_79b9_7f4a_7c15
                var word = state
                word = (word ^ (word >> 30)) &* 0xbf58_476d_1ce4_e5b9
                word = (word ^ (word >> 27)) &* 0x94d0_49bb_1331_11eb
                word ^= word >> 31
                if offset + 8 <= count {
                    bytes.storeBytes(of: word, toByteOffset: offset, as: UInt64.self)
                } else {
                    for index in offset..<count { bytes[index] = UInt8(truncatingIfNeeded: word >> UInt64(8 * (index - offset))) }
                }
            }
            initialized = count
        }
    }
}
