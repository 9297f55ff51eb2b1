import ContentHashing

/// A Bloom filter of digests: a set of fixed size that may hold more than was put in, never less.
struct DigestFilter: Sendable {
    /// 2 MiB. A million digests leave one in a hundred others seeming to be in it.
    static let wordCount = 1 << 18
    private static let probes = 6

    private var words: [UInt64]

    init() {
        self.words = [UInt64](repeating: 0, count: Self.wordCount)
    }

    mutating func removeAll() {
        for index in words.indices { words[index] = 0 }
    }

    mutating func insert(_ key: Key) {
        for probe in 0..<Self.probes {
            let bit = key.bit(probe)
            words[bit >> 6] |= 1 << UInt64(bit & 63)
        }
    }

    func contains(_ key: Key) -> Bool {
        for probe in 0..<Self.probes {
            let bit = key.bit(probe)
            if words[bit >> 6] & 1 << UInt64(bit & 63) == 0 { return false }
        }
        return true
    }

    /// A digest as all filters of a process look for it.
    struct Key: Sendable {
        private let first: UInt64
        private let step: UInt64

        /// Hashed with the process' own seed, so that nobody can choose digests that meet.
        init(_ digest: Digest) {
            let hash = UInt64(bitPattern: Int64(digest.hashValue))
            self.first = hash
            // Odd, so that the probes differ.
            self.step = (hash &* 0x9e37_79b9_7f4a_7c15) >> 17 | 1
        }

        func bit(_ probe: Int) -> Int {
            let mixed = (first &+ UInt64(probe) &* step) &* 0xff51_afd7_ed55_8ccd
            return Int(truncatingIfNeeded: mixed >> 33) & (DigestFilter.wordCount * 64 - 1)
        }
    }
}
