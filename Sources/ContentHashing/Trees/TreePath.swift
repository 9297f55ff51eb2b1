/// The path of a file below some folder: bytes, separated by `/`, without a leading or trailing one.
///
/// Bytes and not a `String`, since that is what the kernel has: two strings are equal when they look equal, but `é` in its
/// composed and in its decomposed form are the names of two files, and a name need not be UTF-8 at all. Paths are ordered
/// by their bytes, the same in every locale.
package struct TreePath: Hashable, Sendable {
    package let bytes: [UInt8]

    package init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// The path whose bytes are the text in UTF-8; nothing in it is an escape.
    package init(_ text: String) {
        self.bytes = Array(text.utf8)
    }
}

extension TreePath: Comparable {
    package static func < (left: TreePath, right: TreePath) -> Bool {
        left.bytes.withUnsafeBytes { left in right.bytes.withUnsafeBytes { PathList.compare(left, $0) < 0 } }
    }
}

extension TreePath: CustomStringConvertible {
    /// The path as a text that ``init(escaped:)`` reads back, for documents and people.
    ///
    /// It is the path itself, except that `%`, control characters and bytes that are not UTF-8 are written as `%` and two
    /// upper-case hexadecimal digits. So two paths never have the same text, and no name can steer a terminal.
    package var description: String {
        let isPlain = bytes.allSatisfy { $0 >= 0x20 && $0 != 0x7f && $0 != UInt8(ascii: "%") }
        if isPlain, let text = String(validating: bytes, as: UTF8.self) { return text }
        var text = ""
        var rest = bytes.makeIterator()
        var parser = UTF8.ForwardParser()
        var position = 0
        while true {
            switch parser.parseScalar(from: &rest) {
            case .valid(let encoded):
                let scalar = UTF8.decode(encoded)
                if scalar.value < 0x20 || scalar.value == 0x7f || scalar == "%" {
                    text += Self.escape(bytes[position])
                } else {
                    text.unicodeScalars.append(scalar)
                }
                position += encoded.count
            case .error(let length):
                for byte in bytes[position..<(position + length)] { text += Self.escape(byte) }
                position += length
            case .emptyInput:
                return text
            }
        }
    }

    private static func escape(_ byte: UInt8) -> String {
        let digits = Array("0123456789ABCDEF")
        return "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 0xf)])"
    }

    /// Reads what ``description`` wrote.
    ///
    /// - Returns: `nil` where a `%` is not followed by two hexadecimal digits.
    package init?(escaped text: String) {
        guard text.utf8.contains(UInt8(ascii: "%")) else {
            self.init(text)
            return
        }
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let high = rest.popFirst(), let low = rest.popFirst(), let high = Character(UnicodeScalar(high)).hexDigitValue,
                let low = Character(UnicodeScalar(low)).hexDigitValue
            else { return nil }
            bytes.append(UInt8(high << 4 | low))
        }
        self.init(bytes: bytes)
    }
}
