import ContentHashing

/// Digests with small numbers, each once, in the order in which they came. Takes some 80 bytes a digest.
struct DigestTable: Sendable {
    private(set) var digests: [Digest] = []
    /// Numbers plus one; zero is free. A power of two long, at most half full.
    private var slots: [Int32] = Array(repeating: 0, count: 64)

    var count: Int { digests.count }

    subscript(number: Int32) -> Digest { digests[Int(number)] }

    func number(of digest: Digest) -> Int32? {
        let found = slots[slot(of: digest)]
        return found == 0 ? nil : found - 1
    }

    mutating func insert(_ digest: Digest) -> Int32 {
        let slot = slot(of: digest)
        guard slots[slot] == 0 else { return slots[slot] - 1 }
        digests.append(digest)
        slots[slot] = Int32(digests.count)
        if digests.count * 2 > slots.count { grow() }
        return Int32(digests.count) - 1
    }

    private func slot(of digest: Digest) -> Int {
        var slot = digest.hashValue & (slots.count - 1)
        while slots[slot] != 0, digests[Int(slots[slot]) - 1] != digest { slot = (slot + 1) & (slots.count - 1) }
        return slot
    }

    private mutating func grow() {
        slots = Array(repeating: 0, count: slots.count * 2)
        for (number, digest) in digests.enumerated() {
            let slot = slot(of: digest)
            slots[slot] = Int32(number) + 1
        }
    }
}
