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

    /// The first `count` bytes from here.
    package func bytes(count: Int) -> [UInt8] {
        var generator = self
        return [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            let raw = UnsafeMutableRawBufferPointer(buffer)
            for offset in stride(from: 0, to: count, by: 8) {
                withUnsafeBytes(of: generator.next()) { raw[offset..<min(offset + 8, count)].copyBytes(from: $0.prefix(count - offset)) }
            }
            filled = count
        }
    }
}
