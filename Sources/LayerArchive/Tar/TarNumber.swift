/// Numbers in tar headers.
enum TarNumber {
    /// Reads octal digits, which may be surrounded by spaces and NULs, or base 256 (GNU). Nothing at all is 0; nil for what is
    /// no number.
    static func read(_ field: ArraySlice<UInt8>) -> Int64? {
        guard let first = field.first else { return nil }
        if first & 0x80 != 0 { return readBinary(field) }
        let isBlank: (UInt8) -> Bool = { $0 == UInt8(ascii: " ") || $0 == 0 }
        var digits = field.drop(while: isBlank)
        while let last = digits.last, isBlank(last) { digits.removeLast() }
        var value: Int64 = 0
        for digit in digits {
            guard (UInt8(ascii: "0")...UInt8(ascii: "7")).contains(digit), value <= Int64.max >> 3 else { return nil }
            value = value << 3 | Int64(digit - UInt8(ascii: "0"))
        }
        return value
    }

    /// Two's complement, big-endian, with the highest bit as the mark.
    private static func readBinary(_ field: ArraySlice<UInt8>) -> Int64? {
        guard let first = field.first else { return nil }
        let isNegative = first & 0x40 != 0
        let filler: UInt8 = isNegative ? 0xff : 0
        // The mark is replaced by the sign.
        let bytes = [isNegative ? first : first & 0x7f] + field.dropFirst()
        guard bytes.dropLast(8).allSatisfy({ $0 == filler }) else { return nil }
        var value: Int64 = isNegative ? -1 : 0
        for byte in bytes.suffix(8) { value = value << 8 | Int64(byte) }
        return (value < 0) == isNegative ? value : nil
    }

    /// Octal digits up to the last byte of the field, which is NUL; nil where they don't fit.
    static func octal(_ value: Int64, width: Int) -> [UInt8]? {
        let digits = Array(String(value, radix: 8).utf8)
        guard value >= 0, digits.count < width else { return nil }
        return [UInt8](repeating: UInt8(ascii: "0"), count: width - 1 - digits.count) + digits + [0]
    }
}
