/// Values of a document whose shape is known.
extension JSONReader {
    /// Whether the last text is this one, written without escapes.
    package func textIs(_ expected: StaticString) -> Bool {
        guard text.count == expected.utf8CodeUnitCount else { return false }
        for (offset, index) in text.enumerated() where bytes[index] != expected.utf8Start[offset] { return false }
        return true
    }

    /// Whether the last scalar is this one.
    package func scalarIs(_ expected: StaticString) -> Bool {
        guard scalar.count == expected.utf8CodeUnitCount else { return false }
        for (offset, index) in scalar.enumerated() where bytes[index] != expected.utf8Start[offset] { return false }
        return true
    }

    /// The last scalar.
    ///
    /// - Returns: `nil` where it is not a number without fraction and exponent that fits.
    package var integer: Int64? {
        var index = scalar.lowerBound
        let isNegative = bytes[index] == UInt8(ascii: "-")
        if isNegative { index += 1 }
        var value: Int64 = 0
        while index < scalar.upperBound {
            let byte = bytes[index]
            guard (0x30...0x39).contains(byte) else { return nil }
            let (shifted, overflow) = value.multipliedReportingOverflow(by: 10)
            let digit = Int64(byte &- 0x30)
            let (next, overflows) = isNegative ? shifted.subtractingReportingOverflow(digit) : shifted.addingReportingOverflow(digit)
            if overflow || overflows { return nil }
            value = next
            index += 1
        }
        return value
    }

    /// The last text.
    ///
    /// - Returns: `nil` where it is not Unicode: wrong UTF-8, or half of a pair of escapes.
    package var string: String? {
        let range = text
        return bytes.withUnsafeBufferPointer { buffer in
            let part = UnsafeBufferPointer(rebasing: buffer[range])
            return part.contains(UInt8(ascii: "\\")) ? Self.unescaped(part) : String(validating: part, as: UTF8.self)
        }
    }

    private static func unescaped(_ part: UnsafeBufferPointer<UInt8>) -> String? {
        var plain: [UInt8] = []
        plain.reserveCapacity(part.count)
        var index = 0
        while index < part.count {
            guard part[index] == UInt8(ascii: "\\") else {
                plain.append(part[index])
                index += 1
                continue
            }
            let escape = part[index + 1]
            index += 2
            switch escape {
            case UInt8(ascii: "u"):
                guard let scalar = scalar(in: part, at: &index) else { return nil }
                plain.append(contentsOf: Array(String(Character(scalar)).utf8))
            case UInt8(ascii: "b"): plain.append(0x08)
            case UInt8(ascii: "f"): plain.append(0x0c)
            case UInt8(ascii: "n"): plain.append(0x0a)
            case UInt8(ascii: "r"): plain.append(0x0d)
            case UInt8(ascii: "t"): plain.append(0x09)
            default: plain.append(escape)
            }
        }
        return String(validating: plain, as: UTF8.self)
    }

    /// Reads the digits behind `\u`, and where they are the first half of a pair the second.
    private static func scalar(in part: UnsafeBufferPointer<UInt8>, at index: inout Int) -> Unicode.Scalar? {
        let first = unit(in: part, at: &index)
        guard (0xd800..<0xdc00).contains(first) else { return Unicode.Scalar(first) }
        guard index + 6 <= part.count, part[index] == UInt8(ascii: "\\"), part[index + 1] == UInt8(ascii: "u") else { return nil }
        index += 2
        let second = unit(in: part, at: &index)
        guard (0xdc00..<0xe000).contains(second) else { return nil }
        return Unicode.Scalar(0x10000 + (first - 0xd800) << 10 + (second - 0xdc00))
    }

    private static func unit(in part: UnsafeBufferPointer<UInt8>, at index: inout Int) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            value = value << 4 | (self.value(ofHexDigit: part[index]) ?? 0)
            index += 1
        }
        return value
    }
}
