/// Reads a regular expression in the syntax of RE2.
struct PatternParser {
    struct Flags {
        var ignoresCase = false
        /// `.` takes line ends as well.
        var isDotAll = false
        /// `^` and `$` are ends of lines.
        var isMultiline = false
    }

    static let maximumDepth = 100
    /// As in RE2, also of repetitions in repetitions together.
    static let maximumRepetition = 1000

    let scalars: [Unicode.Scalar]
    var position = 0
    var flags = Flags()
    private var depth = 0

    init(_ text: String) {
        scalars = Array(text.unicodeScalars)
    }

    mutating func parse() throws(PatternError) -> PatternNode {
        let node = try alternatives()
        guard position == scalars.count else { throw PatternError("there is a ')' without its '('") }
        guard Self.repetition(of: node) <= Self.maximumRepetition else {
            throw PatternError("its repetitions, one in the other, ask for more than \(Self.maximumRepetition)")
        }
        return node
    }

    var current: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

    mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard current == scalar else { return false }
        position += 1
        return true
    }

    private mutating func alternatives() throws(PatternError) -> PatternNode {
        var parts = [try sequence()]
        while take("|") { parts.append(try sequence()) }
        return parts.count == 1 ? parts[0] : .alternatives(parts)
    }

    private mutating func sequence() throws(PatternError) -> PatternNode {
        var parts: [PatternNode] = []
        while let scalar = current, scalar != "|", scalar != ")" {
            if isQuotation {
                parts += quotation()
                // A repetition behind it is one of its last character.
                if let last = parts.popLast() { parts.append(try repeated(last)) }
            } else {
                let atom = try atom()
                parts.append(try repeated(atom))
            }
        }
        switch parts.count {
        case 0: return .empty
        case 1: return parts[0]
        default: return .sequence(parts)
        }
    }

    private mutating func atom() throws(PatternError) -> PatternNode {
        guard let scalar = current else { return .empty }
        position += 1
        switch scalar {
        case "(": return try group()
        case "[": return .scalars(try characterClass())
        case ".": return .scalars(flags.isDotAll ? .all : ScalarSet.newline.inverted)
        case "^": return .assertion(flags.isMultiline ? .lineStart : .textStart)
        case "$": return .assertion(flags.isMultiline ? .lineEnd : .textEnd)
        case "\\": return try escape()
        case "*", "+", "?": throw PatternError("'\(scalar)' has nothing to repeat")
        default: return .scalars(literal(scalar.value))
        }
    }

    func literal(_ value: UInt32) -> ScalarSet {
        let set = ScalarSet([value...value])
        return flags.ignoresCase ? set.folded : set
    }

    /// Reads what stands behind `(`.
    private mutating func group() throws(PatternError) -> PatternNode {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.maximumDepth else { throw PatternError("its groups are more than \(Self.maximumDepth) deep") }
        let outer = flags
        if take("?"), try !groupKind() { return .empty }
        let node = try alternatives()
        guard take(")") else { throw PatternError("a '(' has no ')'") }
        flags = outer
        return node
    }

    /// Reads what stands behind `(?`.
    ///
    /// - Returns: Whether there is a group, rather than flags for the rest of the group around it.
    private mutating func groupKind() throws(PatternError) -> Bool {
        if take("P") {
            guard take("<") else { throw PatternError("'(?P' goes on with '<NAME>'; back-references are not supported") }
            try groupName()
            return true
        }
        if take("<") {
            guard current != "=", current != "!" else { throw PatternError("lookbehind is not supported") }
            try groupName()
            return true
        }
        guard current != "=", current != "!" else { throw PatternError("lookahead is not supported") }
        var isSet = true
        var hasAny = false
        while let scalar = current {
            position += 1
            switch scalar {
            case "i": flags.ignoresCase = isSet
            case "s": flags.isDotAll = isSet
            case "m": flags.isMultiline = isSet
            // Which of several matches is taken doesn't matter to a match of the whole.
            case "U": break
            case "-" where isSet:
                isSet = false
                hasAny = false
                continue
            case ":" where isSet || hasAny: return true
            case ")" where hasAny: return false
            default: throw PatternError("'(?\(scalar)' is not known here; write (?:…), (?P<NAME>…) or flags of i, m, s and U")
            }
            hasAny = true
        }
        throw PatternError("a '(?' has no ')'")
    }

    private mutating func groupName() throws(PatternError) {
        let start = position
        while let scalar = current, ScalarSet.words.contains(scalar.value) { position += 1 }
        guard position > start, take(">") else { throw PatternError("the name of a group is made of letters, digits and '_', and ends in '>'") }
    }
}
