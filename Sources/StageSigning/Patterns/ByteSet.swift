/// Some of the 256 bytes: `[a-z_]` of a pattern.
struct ByteSet: Hashable, Sendable {
    private var words: [UInt64] = [0, 0, 0, 0]

    func contains(_ byte: UInt8) -> Bool { words[Int(byte >> 6)] >> UInt64(byte & 63) & 1 == 1 }

    private mutating func insert(_ byte: UInt8) { words[Int(byte >> 6)] |= 1 << UInt64(byte & 63) }

    /// Reads from behind the `[` to behind the `]`.
    ///
    /// - Returns: `nil` where there is no `]`.
    init?(parsing text: inout ArraySlice<UInt8>) {
        var isNegated = false
        if let first = text.first, first == UInt8(ascii: "!") || first == UInt8(ascii: "^") {
            isNegated = true
            text = text.dropFirst()
        }
        var isFirst = true
        while true {
            guard let low = Self.member(&text, isFirst) else { return nil }
            guard let low = low else { break }
            isFirst = false
            var high = low
            // A minus at the end stands for itself.
            if text.first == UInt8(ascii: "-"), let next = text.dropFirst().first, next != UInt8(ascii: "]") {
                text = text.dropFirst()
                guard let end = Self.member(&text, true), let end else { return nil }
                high = end
            }
            if low <= high { for byte in low...high { insert(byte) } }
        }
        if isNegated { words = words.map { ~$0 } }
    }

    /// - Returns: `nil` at the end of the text, and in it `nil` behind the closing bracket.
    private static func member(_ text: inout ArraySlice<UInt8>, _ takesBracket: Bool) -> UInt8?? {
        guard let byte = text.popFirst() else { return .none }
        if byte == UInt8(ascii: "]"), !takesBracket { return .some(.none) }
        guard byte == UInt8(ascii: "\\") else { return .some(byte) }
        guard let literal = text.popFirst() else { return .none }
        return .some(literal)
    }
}
