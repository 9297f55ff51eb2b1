package import ContentHashing

/// A part of the digests that there can be, small enough for one list of what a store holds of it.
package struct BlobShard: Hashable, Sendable {
    package let algorithm: DigestAlgorithm
    /// The first byte of the hash value.
    package let first: UInt8

    package init(algorithm: DigestAlgorithm, first: UInt8) {
        self.algorithm = algorithm
        self.first = first
    }

    /// The one that a digest belongs to.
    package init(of digest: Digest) {
        self.init(algorithm: digest.algorithm, first: digest.hash.first ?? 0)
    }

    /// Together all digests.
    package static let all: [BlobShard] = DigestAlgorithm.allCases.flatMap { algorithm in
        (UInt8.min...UInt8.max).map { BlobShard(algorithm: algorithm, first: $0) }
    }
}
