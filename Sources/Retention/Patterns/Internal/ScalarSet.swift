/// A set of characters, as ranges in ascending order that don't touch.
struct ScalarSet: Hashable, Sendable {
    static let largest: UInt32 = 0x10_ffff
    static let all = ScalarSet([0...largest])
    static let digits = ScalarSet([0x30...0x39])
    static let words = ScalarSet([0x30...0x39, 0x41...0x5a, 0x5f...0x5f, 0x61...0x7a])
    /// Without the vertical tab, as in RE2.
    static let spaces = ScalarSet([0x09...0x0a, 0x0c...0x0d, 0x20...0x20])
    static let newline = ScalarSet([0x0a...0x0a])

    private(set) var ranges: [ClosedRange<UInt32>]
    /// Those below 128, a bit each.
    private var low: UInt64 = 0
    private var high: UInt64 = 0

    init(_ ranges: [ClosedRange<UInt32>]) {
        var merged: [ClosedRange<UInt32>] = []
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = merged.last, range.lowerBound <= last.upperBound || range.lowerBound == last.upperBound + 1 {
                merged[merged.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
            } else {
                merged.append(range)
            }
        }
        self.ranges = merged
        for range in merged where range.lowerBound < 128 {
            for scalar in range.lowerBound...min(range.upperBound, 127) {
                if scalar < 64 { low |= 1 << UInt64(scalar) } else { high |= 1 << UInt64(scalar - 64) }
            }
        }
    }

    func contains(_ scalar: UInt32) -> Bool {
        if scalar < 64 { return low >> UInt64(scalar) & 1 == 1 }
        if scalar < 128 { return high >> UInt64(scalar - 64) & 1 == 1 }
        var lower = 0
        var upper = ranges.count
        while lower < upper {
            let middle = (lower + upper) / 2
            if ranges[middle].upperBound < scalar { lower = middle + 1 } else { upper = middle }
        }
        return lower < ranges.count && ranges[lower].contains(scalar)
    }

    var inverted: ScalarSet {
        var gaps: [ClosedRange<UInt32>] = []
        var next: UInt32 = 0
        for range in ranges {
            if range.lowerBound > next { gaps.append(next...(range.lowerBound - 1)) }
            next = range.upperBound + 1
        }
        if next <= Self.largest { gaps.append(next...Self.largest) }
        return ScalarSet(gaps)
    }

    func union(_ other: ScalarSet) -> ScalarSet { ScalarSet(ranges + other.ranges) }

    /// With the other cases of its characters. Of a range of more than a few thousand characters only the ASCII ones get them.
    var folded: ScalarSet {
        var more = ranges
        for range in ranges {
            let end = range.upperBound - range.lowerBound > 4096 ? min(range.upperBound, 0x7f) : range.upperBound
            guard range.lowerBound <= end else { continue }
            for value in range.lowerBound...end {
                for other in Self.cases(of: value) { more.append(other...other) }
            }
        }
        return ScalarSet(more)
    }

    /// The long s and the sign of Kelvin are cases of `s` and `k`.
    private static func cases(of value: UInt32) -> [UInt32] {
        switch value {
        case 0x4b, 0x6b: return [0x4b, 0x6b, 0x212a]
        case 0x53, 0x73: return [0x53, 0x73, 0x17f]
        case 0x41...0x5a, 0x61...0x7a: return [value ^ 0x20]
        case 0..<0x80: return []
        default: break
        }
        guard let scalar = Unicode.Scalar(value) else { return [] }
        return [scalar.properties.lowercaseMapping, scalar.properties.uppercaseMapping].compactMap { mapped in
            let scalars = mapped.unicodeScalars
            guard let first = scalars.first, scalars.count == 1 else { return nil }
            return first.value
        }
    }
}
