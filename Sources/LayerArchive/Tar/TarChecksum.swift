/// The sum over a header's bytes, those of the checksum itself counted as spaces.
enum TarChecksum {
    static func unsigned(of block: [UInt8]) -> Int64 {
        sum(of: block) { Int64($0) }
    }

    /// What some old programs wrote, whose characters had a sign.
    static func signed(of block: [UInt8]) -> Int64 {
        sum(of: block) { Int64(Int8(bitPattern: $0)) }
    }

    private static func sum(of block: [UInt8], _ value: (UInt8) -> Int64) -> Int64 {
        var sum = Int64(TarLayout.checksum.count) * Int64(UInt8(ascii: " "))
        for byte in block { sum += value(byte) }
        for byte in block[TarLayout.checksum] { sum -= value(byte) }
        return sum
    }
}
