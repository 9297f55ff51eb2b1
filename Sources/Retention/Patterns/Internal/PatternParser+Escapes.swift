extension PatternParser {
    /// Reads what stands behind a backslash, outside of a class.
    mutating func escape() throws(PatternError) -> PatternNode {
        switch current {
        case "A": return assertion(.textStart)
        case "z": return assertion(.textEnd)
        case "b": return assertion(.wordBoundary)
        case "B": return assertion(.noWordBoundary)
        case "C": throw PatternError("\\C, a single byte, is not supported")
        default: break
        }
        if let set = try shorthand() { return .scalars(set) }
        return .scalars(literal(try escapedScalar()))
    }

    private mutating func assertion(_ assertion: PatternNode.Assertion) -> PatternNode {
        position += 1
        return .assertion(assertion)
    }

    /// `\d`, `\D` and their like.
    mutating func shorthand() throws(PatternError) -> ScalarSet? {
        let set: ScalarSet
        switch current {
        case "d": set = .digits
        case "D": set = ScalarSet.digits.inverted
        case "w": set = flags.ignoresCase ? ScalarSet.words.folded : .words
        case "W": set = (flags.ignoresCase ? ScalarSet.words.folded : .words).inverted
        case "s": set = .spaces
        case "S": set = ScalarSet.spaces.inverted
        case "p", "P": throw PatternError("\\p{…} is not supported; write the characters as a class, [a-z]")
        default: return nil
        }
        position += 1
        return set
    }

    /// The character that an escape stands for.
    mutating func escapedScalar() throws(PatternError) -> UInt32 {
        guard let scalar = current else { throw PatternError("it ends in a backslash") }
        position += 1
        switch scalar {
        case "a": return 0x07
        case "f": return 0x0c
        case "t": return 0x09
        case "n": return 0x0a
        case "r": return 0x0d
        case "v": return 0x0b
        case "x": return try hexadecimal()
        case "0": return octal(scalar.value - 0x30)
        case "1"..."7":
            // A single digit would be a back-reference.
            guard let next = current, (0x30...0x37).contains(next.value) else {
                throw PatternError("back-references, \\\(scalar), are not supported")
            }
            return octal(scalar.value - 0x30)
        case "8", "9": throw PatternError("back-references, \\\(scalar), are not supported")
        default:
            guard scalar.value < 0x80, scalar == "_" || !ScalarSet.words.contains(scalar.value) else {
                throw PatternError("\\\(scalar) is not known here")
            }
            return scalar.value
        }
    }

    private mutating func octal(_ first: UInt32) -> UInt32 {
        var value = first
        for _ in 0..<2 {
            guard let next = current, (0x30...0x37).contains(next.value) else { break }
            value = value * 8 + next.value - 0x30
            position += 1
        }
        return value
    }

    private mutating func hexadecimal() throws(PatternError) -> UInt32 {
        let isBraced = take("{")
        var value: UInt32 = 0
        var count = 0
        while let scalar = current, let digit = Self.hexadecimalDigit(scalar), isBraced || count < 2 {
            value = min(value * 16 + digit, ScalarSet.largest + 1)
            count += 1
            position += 1
        }
        guard isBraced ? count > 0 && take("}") : count == 2, value <= ScalarSet.largest else {
            throw PatternError("\\x is followed by two hexadecimal digits, or by some in braces")
        }
        return value
    }

    private static func hexadecimalDigit(_ scalar: Unicode.Scalar) -> UInt32? {
        switch scalar {
        case "0"..."9": scalar.value - 0x30
        case "a"..."f": scalar.value - 0x61 + 10
        case "A"..."F": scalar.value - 0x41 + 10
        default: nil
        }
    }

    /// `\Q…\E` comes next: text as it is.
    var isQuotation: Bool {
        position + 1 < scalars.count && scalars[position] == "\\" && scalars[position + 1] == "Q"
    }

    mutating func quotation() -> [PatternNode] {
        position += 2
        var nodes: [PatternNode] = []
        while let scalar = current {
            if scalar == "\\", position + 1 < scalars.count, scalars[position + 1] == "E" {
                position += 2
                break
            }
            nodes.append(.scalars(literal(scalar.value)))
            position += 1
        }
        return nodes
    }
}
