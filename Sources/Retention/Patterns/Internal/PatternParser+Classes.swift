extension PatternParser {
    /// Reads what stands behind `[`.
    mutating func characterClass() throws(PatternError) -> ScalarSet {
        let isNegated = take("^")
        var set = ScalarSet([])
        var isFirst = true
        while true {
            guard let scalar = current else { throw PatternError("a '[' has no ']'") }
            // As the first character it is one of the class.
            if scalar == "]", !isFirst {
                position += 1
                break
            }
            isFirst = false
            if let named = try namedClass() {
                set = set.union(named)
            } else {
                set = set.union(try range())
            }
        }
        if flags.ignoresCase { set = set.folded }
        return isNegated ? set.inverted : set
    }

    /// A character, a range of characters, or a shorthand.
    private mutating func range() throws(PatternError) -> ScalarSet {
        if take("\\") {
            if let set = try shorthand() { return set }
            position -= 1
        }
        let first = try member()
        guard current == "-", position + 1 < scalars.count, scalars[position + 1] != "]" else { return ScalarSet([first...first]) }
        position += 1
        let last = try member()
        guard first <= last else { throw PatternError("a range in a class ends before it begins") }
        return ScalarSet([first...last])
    }

    private mutating func member() throws(PatternError) -> UInt32 {
        if take("\\") { return try escapedScalar() }
        guard let scalar = current else { throw PatternError("a '[' has no ']'") }
        position += 1
        return scalar.value
    }

    /// `[:alpha:]`.
    private mutating func namedClass() throws(PatternError) -> ScalarSet? {
        guard current == "[", position + 1 < scalars.count, scalars[position + 1] == ":" else { return nil }
        var name = ""
        var end = position + 2
        let isNegated = end < scalars.count && scalars[end] == "^"
        if isNegated { end += 1 }
        while end < scalars.count, scalars[end].properties.isAlphabetic {
            name.unicodeScalars.append(scalars[end])
            end += 1
        }
        guard end + 1 < scalars.count, scalars[end] == ":", scalars[end + 1] == "]" else { return nil }
        guard let ranges = Self.named[name] else { throw PatternError("there is no class [:\(name):]") }
        position = end + 2
        let set = ScalarSet(ranges)
        return isNegated ? set.inverted : set
    }

    private static let named: [String: [ClosedRange<UInt32>]] = [
        "alnum": [0x30...0x39, 0x41...0x5a, 0x61...0x7a],
        "alpha": [0x41...0x5a, 0x61...0x7a],
        "ascii": [0...0x7f],
        "blank": [0x09...0x09, 0x20...0x20],
        "cntrl": [0...0x1f, 0x7f...0x7f],
        "digit": [0x30...0x39],
        "graph": [0x21...0x7e],
        "lower": [0x61...0x7a],
        "print": [0x20...0x7e],
        "punct": [0x21...0x2f, 0x3a...0x40, 0x5b...0x60, 0x7b...0x7e],
        "space": [0x09...0x0d, 0x20...0x20],
        "upper": [0x41...0x5a],
        "word": [0x30...0x39, 0x41...0x5a, 0x5f...0x5f, 0x61...0x7a],
        "xdigit": [0x30...0x39, 0x41...0x46, 0x61...0x66],
    ]
}
