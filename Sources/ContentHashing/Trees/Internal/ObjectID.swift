/// The id of an object of git: a SHA-1 or a SHA-256.
struct ObjectID: Hashable, Sendable {
    /// The id's bytes, zeros behind those of a SHA-1, as they stand in memory.
    let words: (UInt64, UInt64, UInt64, UInt64)
    /// 20 or 32.
    let byteCount: Int

    init?(hex: UnsafeRawBufferPointer) {
        let count = hex.count / 2
        guard hex.count == 40 || hex.count == 64 else { return nil }
        var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
        let isHex = withUnsafeMutableBytes(of: &words) { bytes in
            for index in 0..<count {
                guard let high = Hex.value(ofLowercase: hex[2 * index]), let low = Hex.value(ofLowercase: hex[2 * index + 1]) else {
                    return false
                }
                bytes[index] = high << 4 | low
            }
            return true
        }
        guard isHex else { return nil }
        self.words = words
        self.byteCount = count
    }

    init(words: (UInt64, UInt64, UInt64, UInt64), byteCount: Int) {
        self.words = words
        self.byteCount = byteCount
    }

    init(bytes: UnsafeRawBufferPointer) {
        var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
        withUnsafeMutableBytes(of: &words) { $0.copyMemory(from: bytes) }
        self.words = words
        self.byteCount = bytes.count
    }

    static func == (left: ObjectID, right: ObjectID) -> Bool { left.words == right.words && left.byteCount == right.byteCount }

    func hash(into hasher: inout Hasher) {
        // Already evenly spread.
        hasher.combine(words.0)
        hasher.combine(words.1)
    }
}

extension ObjectID: Comparable {
    static func < (left: ObjectID, right: ObjectID) -> Bool {
        if left.words.0 != right.words.0 { return left.words.0.bigEndian < right.words.0.bigEndian }
        if left.words.1 != right.words.1 { return left.words.1.bigEndian < right.words.1.bigEndian }
        if left.words.2 != right.words.2 { return left.words.2.bigEndian < right.words.2.bigEndian }
        if left.words.3 != right.words.3 { return left.words.3.bigEndian < right.words.3.bigEndian }
        return left.byteCount < right.byteCount
    }
}
