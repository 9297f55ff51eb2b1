/// Random bytes and numbers that are the same for the same seed (SplitMix64).
package struct SeededBytes: RandomNumberGenerator, Sendable {
    private var state: UInt64

    package init(seed: UInt64) {
        self.state = seed
    }

    package mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var word = state
        word = (word ^ (word >> 30)) &* 0xbf58_476d_1ce4_e5b9
        word = (word ^ (word >> 27)) &* 0x94d0_49bb_1331_11eb
        return word ^ (word >> 31)
    }

    /// `count` bytes that depend on the seed.
    ///
    /// The first 64 KiB are random, and each later block is a copy of them with its number written into every page, which
    /// is fast in a debug build and still shows any stretch that is missing, doubled or swapped.
    package func bytes(count: Int) -> [UInt8] {
        var generator = self
        let words = (0..<min(8192, (count + 7) / 8)).map { _ in generator.next() }
        let block = words.withUnsafeBytes { Array($0) }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count + block.count)
        while bytes.count < count {
            let start = bytes.count
            bytes += block
            guard start > 0 else { continue }
            for page in stride(from: start, to: bytes.count, by: 4096) {
                for byte in 0..<4 { bytes[page + byte] = UInt8(truncatingIfNeeded: start >> (16 + 8 * byte)) }
            }
        }
        bytes.removeLast(bytes.count - count)
        return bytes
    }
}
