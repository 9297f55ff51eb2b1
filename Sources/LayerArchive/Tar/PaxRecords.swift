/// The records of an extended header: what the fields of ustar can't say.
struct PaxRecords: Hashable, Sendable {
    /// An empty value takes back what an earlier header said.
    private(set) var values: [String: [UInt8]] = [:]

    init() {}

    subscript(key: String) -> [UInt8]? {
        get { values[key] }
        set { values[key] = newValue }
    }

    var isEmpty: Bool { values.isEmpty }

    // MARK: Writing

    /// `LENGTH KEY=VALUE\n` each, sorted by key; the length counts its own digits.
    var encoded: [UInt8] {
        var bytes: [UInt8] = []
        for (key, value) in values.sorted(by: { $0.key < $1.key }) {
            let rest = [UInt8(ascii: " ")] + Array(key.utf8) + [UInt8(ascii: "=")] + value + [UInt8(ascii: "\n")]
            var length = rest.count + 1
            while String(length).utf8.count + rest.count != length { length = String(length).utf8.count + rest.count }
            bytes += Array(String(length).utf8) + rest
        }
        return bytes
    }

    // MARK: Reading

    /// - Throws: ``LayerArchiveError`` with code `damaged`.
    init(parsing bytes: [UInt8]) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            guard let space = rest.prefix(12).firstIndex(of: UInt8(ascii: " ")),
                let length = Self.decimal(rest[..<space]).flatMap({ Int(exactly: $0) }), length > 0, length <= rest.count,
                rest.startIndex + length > space + 1
            else { throw Self.damaged }
            let end = rest.startIndex + length
            let record = rest[(space + 1)..<end]
            guard record.last == UInt8(ascii: "\n"), let equals = record.firstIndex(of: UInt8(ascii: "=")), equals > record.startIndex else {
                throw Self.damaged
            }
            let key = String(decoding: record[..<equals], as: UTF8.self)
            values[key] = Array(record[(equals + 1)...].dropLast())
            rest = rest[end...]
        }
    }

    private static var damaged: LayerArchiveError {
        LayerArchiveError(.damaged, "the archive is damaged: an extended header has a record that is not 'LENGTH KEY=VALUE'")
    }

    static func decimal(_ digits: ArraySlice<UInt8>) -> Int64? {
        guard !digits.isEmpty, digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else { return nil }
        return Int64(String(decoding: digits, as: UTF8.self))
    }
}

// MARK: Times

extension FileTime {
    /// Seconds in decimal, with a fraction where there is one: `-1.5`.
    var paxValue: [UInt8] {
        // The fraction goes forward, the digits of a negative number backward.
        let isNegative = seconds < 0
        let borrows = isNegative && nanoseconds > 0
        let whole = (borrows ? seconds + 1 : seconds).magnitude
        var text = (isNegative ? "-" : "") + String(whole)
        let fraction = borrows ? 1_000_000_000 - nanoseconds : nanoseconds
        if fraction > 0 {
            var digits = String(fraction)
            digits = String(repeating: "0", count: 9 - digits.utf8.count) + digits
            while digits.hasSuffix("0") { digits.removeLast() }
            text += "." + digits
        }
        return Array(text.utf8)
    }

    /// nil where it is no such number. Digits behind the ninth are dropped.
    init?(paxValue: [UInt8]) {
        let isNegative = paxValue.first == UInt8(ascii: "-")
        let parts = paxValue.dropFirst(isNegative ? 1 : 0).split(separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = parts.first, let whole = PaxRecords.decimal(first) else { return nil }
        var fraction: Int32 = 0
        if parts.count == 2 {
            guard parts[1].allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else { return nil }
            for place in 0..<9 {
                let digit = place < parts[1].count ? parts[1][parts[1].startIndex + place] - UInt8(ascii: "0") : 0
                fraction = fraction * 10 + Int32(digit)
            }
        }
        if isNegative {
            self.init(seconds: fraction > 0 ? -whole - 1 : -whole, nanoseconds: fraction > 0 ? 1_000_000_000 - fraction : 0)
        } else {
            self.init(seconds: whole, nanoseconds: fraction)
        }
    }
}
