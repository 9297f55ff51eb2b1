/// Reads JSON token by token, to the letter of RFC 8259: what it takes, every parser takes, and in one way.
///
/// Takes time that is linear in the bytes, and no memory. The order of the tokens is the caller's to check.
package struct JSONReader {
    package enum Token {
        case beginObject, endObject, beginList, endList, colon, comma
        /// A text; its bytes between the quotes are at ``JSONReader/text``.
        case text
        /// A number, `true`, `false` or `null`.
        case scalar
        case end
    }

    /// The bytes are not JSON.
    package struct Malformed: Error {
        package let position: Int
    }

    package let bytes: [UInt8]
    private(set) var position = 0
    /// Where the last text stands, escapes and all.
    package private(set) var text = 0..<0
    /// Where the last number, `true`, `false` or `null` stands.
    package private(set) var scalar = 0..<0

    package init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    package mutating func next() throws(Malformed) -> Token {
        while let byte = current, byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09 { position += 1 }
        guard let byte = current else { return .end }
        let start = position
        switch byte {
        case UInt8(ascii: "{"): return take(.beginObject)
        case UInt8(ascii: "}"): return take(.endObject)
        case UInt8(ascii: "["): return take(.beginList)
        case UInt8(ascii: "]"): return take(.endList)
        case UInt8(ascii: ":"): return take(.colon)
        case UInt8(ascii: ","): return take(.comma)
        case UInt8(ascii: "\""): try skipText()
        case UInt8(ascii: "t"): try skip("true")
        case UInt8(ascii: "f"): try skip("false")
        case UInt8(ascii: "n"): try skip("null")
        default: try skipNumber()
        }
        if byte == UInt8(ascii: "\"") { return .text }
        scalar = start..<position
        return .scalar
    }

    /// Reads the end of a list, if it comes next. Otherwise nothing is read.
    package mutating func isAtEndOfList() throws(Malformed) -> Bool {
        let start = position
        // All that can come before the bracket is space.
        while let byte = current, byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09 { position += 1 }
        guard current == UInt8(ascii: "]") else {
            position = start
            return false
        }
        position += 1
        return true
    }

    private var current: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func take(_ token: Token) -> Token {
        position += 1
        return token
    }

    private mutating func skipText() throws(Malformed) {
        position += 1
        let start = position
        while let byte = current {
            switch byte {
            case UInt8(ascii: "\""):
                text = start..<position
                position += 1
                return
            case UInt8(ascii: "\\"):
                position += 1
                try skipEscape()
            case 0..<0x20:
                throw Malformed(position: position)
            default:
                position += 1
            }
        }
        throw Malformed(position: position)
    }

    /// Skips what follows a backslash.
    private mutating func skipEscape() throws(Malformed) {
        guard let byte = current else { throw Malformed(position: position) }
        guard byte == UInt8(ascii: "u") else {
            guard "\"\\/bfnrt".utf8.contains(byte) else { throw Malformed(position: position) }
            position += 1
            return
        }
        position += 1
        for _ in 0..<4 {
            guard let digit = current, Self.value(ofHexDigit: digit) != nil else { throw Malformed(position: position) }
            position += 1
        }
    }

    private mutating func skip(_ literal: StaticString) throws(Malformed) {
        for offset in 0..<literal.utf8CodeUnitCount {
            guard current == literal.utf8Start[offset] else { throw Malformed(position: position) }
            position += 1
        }
    }

    private mutating func skipNumber() throws(Malformed) {
        if current == UInt8(ascii: "-") { position += 1 }
        if current == UInt8(ascii: "0") { position += 1 } else { try skipDigits() }
        if current == UInt8(ascii: ".") {
            position += 1
            try skipDigits()
        }
        if current == UInt8(ascii: "e") || current == UInt8(ascii: "E") {
            position += 1
            if current == UInt8(ascii: "+") || current == UInt8(ascii: "-") { position += 1 }
            try skipDigits()
        }
    }

    /// Skips one digit or more.
    private mutating func skipDigits() throws(Malformed) {
        let start = position
        while let byte = current, (0x30...0x39).contains(byte) { position += 1 }
        guard position > start else { throw Malformed(position: position) }
    }

    static func value(ofHexDigit digit: UInt8) -> UInt32? {
        switch digit {
        case 0x30...0x39: UInt32(digit) - 0x30
        case 0x41...0x46: UInt32(digit) - 0x41 + 10
        case 0x61...0x66: UInt32(digit) - 0x61 + 10
        default: nil
        }
    }
}
