/// A number of bytes, as a setting says it: `512KiB`, `64MiB`, `1GiB`, `2TiB`, or a plain number of bytes.
package struct ByteCount: Hashable, Comparable, Sendable {
    package let bytes: Int64

    package init(_ bytes: Int64) {
        self.bytes = bytes
    }

    package static func kibibytes(_ count: Int64) -> ByteCount { ByteCount(count << 10) }
    package static func mebibytes(_ count: Int64) -> ByteCount { ByteCount(count << 20) }
    package static func gibibytes(_ count: Int64) -> ByteCount { ByteCount(count << 30) }

    package static func < (left: ByteCount, right: ByteCount) -> Bool { left.bytes < right.bytes }

    private static let units: [(suffix: String, bytes: Int64)] = [("TiB", 1 << 40), ("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10)]

    /// Reads the text form: digits and at most one of the units KiB, MiB, GiB and TiB, nothing between or around.
    ///
    /// `nil` for anything else, for example `64MB` (which some read as 64,000,000), and for what passes 63 bits.
    package init?(_ text: String) {
        let unit = Self.units.first { text.hasSuffix($0.suffix) }
        let digits = unit.map { text.dropLast($0.suffix.count) } ?? text[...]
        guard let count = Int64(plainDigits: digits) else { return nil }
        let product = count.multipliedReportingOverflow(by: unit?.bytes ?? 1)
        guard !product.overflow else { return nil }
        self.bytes = product.partialValue
    }
}

extension ByteCount: CustomStringConvertible {
    /// The shortest text that ``init(_:)-(String)`` reads back as the same number.
    package var description: String {
        guard bytes != 0, let unit = Self.units.first(where: { bytes % $0.bytes == 0 }) else { return String(bytes) }
        return "\(bytes / unit.bytes)\(unit.suffix)"
    }
}
