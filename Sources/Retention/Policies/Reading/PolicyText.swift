/// The text forms of a policy's values, the same in flags, variables and files. `nil`: not such a value.
package enum PolicyText {
    /// Written where a policy is to be off though a later source says something.
    package static let off = "off"

    private static let units: [(suffix: String, nanoseconds: Double)] = [
        ("ns", 1), ("us", 1e3), ("µs", 1e3), ("μs", 1e3), ("ms", 1e6), ("s", 1e9), ("m", 60e9), ("h", 3600e9), ("d", 86400e9),
    ]

    /// A duration in seconds, rounded up: `2h`, `1h30m`, `14d`; Go's durations, as werf takes them, and days. No signs.
    package static func seconds(_ text: String) -> Int64? {
        if text == "0" { return 0 }
        var rest = text[...]
        var sum = 0.0
        while !rest.isEmpty {
            let number = rest.prefix { ("0"..."9").contains($0) || $0 == "." }
            rest = rest.dropFirst(number.count)
            let name = rest.prefix { !("0"..."9").contains($0) && $0 != "." }
            rest = rest.dropFirst(name.count)
            guard let unit = units.first(where: { $0.suffix == name }), number.contains(where: { $0 != "." }), let count = decimal(number) else {
                return nil
            }
            sum += count * unit.nanoseconds
        }
        // A thousand years, so that sums of it with times can't overflow.
        guard !text.isEmpty, sum <= 365_000 * 86400e9 else { return nil }
        return Int64((sum / 1e9).rounded(.up))
    }

    /// A duration after which something is deleted, in seconds. Negative, which is never: `off`, or a whole number below 0, as of a limit.
    package static func secondsOrOff(_ text: String) -> Int64? { isOff(text) ? -1 : seconds(text) }

    /// A number of bytes that something may take. Negative, which is any: `off`, or a whole number below 0.
    package static func bytesOrOff(_ text: String) -> Int64? { isOff(text) ? -1 : bytes(text) }

    private static func isOff(_ text: String) -> Bool { text == off || count(text).map { $0 < 0 } ?? false }

    private static func decimal(_ text: Substring) -> Double? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count <= 2 else { return nil }
        return Double((parts[0].isEmpty ? "0" : parts[0]) + "." + (parts.count == 1 || parts[1].isEmpty ? "0" : parts[1]))
    }

    /// A number of bytes: `512KiB`, `64MiB`, `200GiB`, `2TiB` or plain digits.
    package static func bytes(_ text: String) -> Int64? {
        let units: [(suffix: String, shift: Int64)] = [("TiB", 40), ("GiB", 30), ("MiB", 20), ("KiB", 10)]
        let unit = units.first { text.hasSuffix($0.suffix) }
        let digits = unit.map { text.dropLast($0.suffix.count) } ?? text[...]
        guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let count = Int64(digits) else { return nil }
        let product = count.multipliedReportingOverflow(by: 1 << (unit?.shift ?? 0))
        return product.overflow ? nil : product.partialValue
    }

    /// A share from 0 to 1: `50%` or `0.5`.
    package static func share(_ text: String) -> Double? {
        let isPercent = text.hasSuffix("%")
        let number = isPercent ? text.dropLast() : text[...]
        guard !number.isEmpty, number != ".", number.allSatisfy({ ("0"..."9").contains($0) || $0 == "." }), let value = decimal(number) else {
            return nil
        }
        let share = isPercent ? value / 100 : value
        return share <= 1 ? share : nil
    }

    /// A whole number; a negative one is off.
    package static func count(_ text: String) -> Int? {
        let digits = text.hasPrefix("-") ? text.dropFirst() : text[...]
        guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        // Sums and products of it with days can't overflow.
        return Int(text).flatMap { abs($0) <= 1_000_000_000 ? $0 : nil }
    }

    /// `true` or `false`.
    package static func flag(_ text: String) -> Bool? {
        switch text {
        case "true": true
        case "false": false
        default: nil
        }
    }
}
