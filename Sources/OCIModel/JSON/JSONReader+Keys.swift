extension JSONReader {
    /// The last text without its escapes, if it is ASCII and at most `limit` long.
    ///
    /// Go, in which most clients are written, takes a key for a field's name where they are equal but for case, and to it the
    /// long s and the sign of Kelvin are cases of `s` and `k`. With `folding` they are so here.
    package func shortKey(upTo limit: Int, folding: Bool) -> String? {
        var key: [UInt8] = []
        var index = text.lowerBound
        while index < text.upperBound {
            guard key.count < limit, let character = character(at: &index, folding: folding) else { return nil }
            key.append(character)
        }
        return String(decoding: key, as: UTF8.self)
    }

    /// Reads the character at `index`, and moves past it.
    ///
    /// - Returns: `nil` where it is not ASCII.
    private func character(at index: inout Int, folding: Bool) -> UInt8? {
        let scalar = scalar(at: &index)
        switch scalar {
        case 0x41...0x5a where folding: return UInt8(truncatingIfNeeded: scalar) | 0x20
        case 0..<0x80: return UInt8(truncatingIfNeeded: scalar)
        case 0x17f where folding: return UInt8(ascii: "s")
        case 0x212a where folding: return UInt8(ascii: "k")
        default: return nil
        }
    }

    /// A character of three bytes at most; of larger ones, and of halves of a pair of escapes, something that is not ASCII.
    private func scalar(at index: inout Int) -> UInt32 {
        let first = take(&index)
        switch first {
        case UInt32(UInt8(ascii: "\\")):
            let escape = take(&index)
            switch UInt8(truncatingIfNeeded: escape) {
            case UInt8(ascii: "u"):
                var value: UInt32 = 0
                for _ in 0..<4 { value = value << 4 | (Self.value(ofHexDigit: UInt8(truncatingIfNeeded: take(&index))) ?? 0) }
                return value
            case UInt8(ascii: "b"): return 0x08
            case UInt8(ascii: "f"): return 0x0c
            case UInt8(ascii: "n"): return 0x0a
            case UInt8(ascii: "r"): return 0x0d
            case UInt8(ascii: "t"): return 0x09
            default: return escape
            }
        case 0xc0..<0xe0:
            return (first & 0x1f) << 6 | take(&index) & 0x3f
        case 0xe0..<0xf0:
            let second = take(&index)
            return (first & 0x0f) << 12 | (second & 0x3f) << 6 | take(&index) & 0x3f
        default:
            return first
        }
    }

    /// Zero at the end, which a text that was read doesn't come to.
    private func take(_ index: inout Int) -> UInt32 {
        guard index < text.upperBound else { return 0 }
        defer { index += 1 }
        return UInt32(bytes[index])
    }
}
