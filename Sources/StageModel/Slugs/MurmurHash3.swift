/// MurmurHash3 in its 32-bit form for little-endian machines, by Austin Appleby (public domain). Not a cryptographic hash:
/// werf ends the tags that it derives from git names with it.
package struct MurmurHash3: Hashable, Sendable {
    package let value: UInt32

    package init(_ bytes: some Collection<UInt8>, seed: UInt32 = 0) {
        var state = seed
        var word: UInt32 = 0
        var count = 0
        for byte in bytes {
            word |= UInt32(byte) << UInt32(8 * (count & 3))
            count += 1
            guard count & 3 == 0 else { continue }
            state = Self.rotated(state ^ Self.mixed(word), by: 13) &* 5 &+ 0xe654_6b64
            word = 0
        }
        // The last, incomplete word.
        if count & 3 != 0 { state ^= Self.mixed(word) }
        state ^= UInt32(truncatingIfNeeded: count)
        state = (state ^ state >> 16) &* 0x85eb_ca6b
        state = (state ^ state >> 13) &* 0xc2b2_ae35
        self.value = state ^ state >> 16
    }

    private static func mixed(_ word: UInt32) -> UInt32 {
        rotated(word &* 0xcc9e_2d51, by: 15) &* 0x1b87_3593
    }

    private static func rotated(_ word: UInt32, by count: UInt32) -> UInt32 {
        word << count | word >> (32 - count)
    }
}
