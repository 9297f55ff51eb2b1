/// Ids of commits, each once, as their bytes one after another, and a table that finds the place of one.
struct CommitIDs: Sendable {
    /// Bytes of an id.
    let width: Int
    private var bytes: [UInt8] = []
    /// A hash table with a power of two of slots, at most half of them taken: one more than the place of an id, or 0. An id is in
    /// the slot that its first bytes name, or in the next free one: ids are hashes already.
    private var slots: [Int32]

    init(width: Int) {
        self.width = width
        self.slots = [Int32](repeating: 0, count: 16)
    }

    var count: Int { bytes.count / width }

    func commit(at place: Int) -> CommitID {
        CommitID(bytes: bytes[place * width..<(place + 1) * width])
    }

    func place(of commit: CommitID) -> Int? {
        guard commit.value.utf8.count == 2 * width else { return nil }
        let id = commit.bytes
        return id.withUnsafeBytes { place(inSlot: slot(of: $0)) }
    }

    /// The place of an id, which becomes the last one where it was not there.
    ///
    /// - Parameter id: ``width`` bytes.
    mutating func insert(_ id: UnsafeRawBufferPointer) -> Int {
        var slot = slot(of: id)
        if let place = place(inSlot: slot) { return place }
        if (count + 1) * 2 > slots.count {
            grow()
            slot = self.slot(of: id)
        }
        bytes.append(contentsOf: id)
        slots[slot] = Int32(count)
        return count - 1
    }

    /// Gives each id a new place.
    ///
    /// - Parameters:
    ///   - order: The old places in their new order.
    ///   - places: The new place of each old one.
    consuming func moved(order: [Int32], places: [Int32]) -> CommitIDs {
        let old = bytes
        bytes = []
        bytes.reserveCapacity(old.count)
        old.withUnsafeBytes { old in
            for place in order { bytes.append(contentsOf: old[Int(place) * width..<(Int(place) + 1) * width]) }
        }
        for slot in slots.indices where slots[slot] != 0 { slots[slot] = places[Int(slots[slot]) - 1] + 1 }
        return self
    }

    private func place(inSlot slot: Int) -> Int? {
        slots[slot] == 0 ? nil : Int(slots[slot]) - 1
    }

    /// The slot that has the id, or that it would get.
    private func slot(of id: UnsafeRawBufferPointer) -> Int {
        bytes.withUnsafeBytes { bytes in
            slots.withUnsafeBufferPointer { slots in
                let mask = slots.count - 1
                var slot = Self.hash(id) & mask
                while slots[slot] != 0 {
                    let start = (Int(slots[slot]) - 1) * width
                    if UnsafeRawBufferPointer(rebasing: bytes[start..<start + width]).elementsEqual(id) { break }
                    slot = (slot + 1) & mask
                }
                return slot
            }
        }
    }

    private mutating func grow() {
        var larger = [Int32](repeating: 0, count: slots.count * 2)
        let mask = larger.count - 1
        bytes.withUnsafeBytes { bytes in
            for place in 0..<count {
                var slot = Self.hash(UnsafeRawBufferPointer(rebasing: bytes[place * width..<(place + 1) * width])) & mask
                while larger[slot] != 0 { slot = (slot + 1) & mask }
                larger[slot] = Int32(place + 1)
            }
        }
        slots = larger
    }

    private static func hash(_ id: UnsafeRawBufferPointer) -> Int {
        Int(truncatingIfNeeded: id.loadUnaligned(as: UInt64.self))
    }
}

extension CommitID {
    /// As the hash function gave them.
    var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(32)
        var high: UInt8?
        for digit in value.utf8 {
            let nibble = digit < UInt8(ascii: "a") ? digit - UInt8(ascii: "0") : digit - UInt8(ascii: "a") + 10
            if let some = high {
                bytes.append(some << 4 | nibble)
                high = nil
            } else {
                high = nibble
            }
        }
        return bytes
    }
}
