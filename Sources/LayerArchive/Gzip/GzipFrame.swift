import CZlib

/// What stands around the deflate stream of a gzip member (RFC 1952).
struct GzipFrame {
    /// No name, no time, no level; the system is "unknown", whatever it is.
    static let header: [UInt8] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]

    private var checksum: UInt = 0
    private var size: Int64 = 0

    /// Counts a block of the content, whose checksum is its own.
    mutating func add(checksum block: UInt, count: Int) {
        checksum = crc32_combine(checksum, block, count)
        size += Int64(count)
    }

    /// Checksum and size of the content, the low bytes first.
    var trailer: [UInt8] {
        [UInt64(checksum), UInt64(bitPattern: size)].flatMap { value in (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) } }
    }
}
