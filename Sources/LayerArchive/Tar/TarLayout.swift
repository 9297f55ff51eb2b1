/// Where the fields of a tar header are, and other numbers of the format (POSIX `pax`, "ustar Interchange Format").
enum TarLayout {
    static let blockSize = 512

    static let name = 0..<100
    static let mode = 100..<108
    static let owner = 108..<116
    static let group = 116..<124
    static let size = 124..<136
    static let modified = 136..<148
    static let checksum = 148..<156
    static let type = 156
    static let linkName = 157..<257
    static let magic = 257..<265
    static let deviceMajor = 329..<337
    static let deviceMinor = 337..<345
    static let prefix = 345..<500

    /// GNU's has a space in place of the NUL.
    static let posixMagic = Array("ustar\0".utf8)

    /// The most that eleven octal digits say: 8 GiB less one byte.
    static let largestOctal: Int64 = 0o77_777_777_777

    /// How many bytes of zeros follow content, up to a whole block.
    static func padding(behind size: Int64) -> Int64 { -size & Int64(blockSize - 1) }
}
