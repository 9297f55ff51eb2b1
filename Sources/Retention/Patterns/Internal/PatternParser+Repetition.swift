extension PatternParser {
    /// Reads the repetition behind an atom, if there is one.
    mutating func repeated(_ node: PatternNode) throws(PatternError) -> PatternNode {
        guard let bounds = try bounds() else { return node }
        // Lazy or not is the same to a match of the whole.
        _ = take("?")
        let end = position
        guard try self.bounds() == nil else { throw PatternError("a repetition can't be repeated; put it in a group: (?:…)") }
        position = end
        return .repetition(node, minimum: bounds.minimum, maximum: bounds.maximum)
    }

    private mutating func bounds() throws(PatternError) -> (minimum: Int, maximum: Int?)? {
        if take("*") { return (0, nil) }
        if take("+") { return (1, nil) }
        if take("?") { return (0, 1) }
        return try counts()
    }

    /// Reads `{n}`, `{n,}` or `{n,m}`. What isn't one of them is text.
    private mutating func counts() throws(PatternError) -> (minimum: Int, maximum: Int?)? {
        let start = position
        guard take("{"), let minimum = number() else {
            position = start
            return nil
        }
        var maximum: Int? = minimum
        if take(",") { maximum = number() }
        guard take("}") else {
            position = start
            return nil
        }
        guard minimum <= Self.maximumRepetition, (maximum ?? 0) <= Self.maximumRepetition else {
            throw PatternError("it repeats more than \(Self.maximumRepetition) times")
        }
        if let maximum, maximum < minimum { throw PatternError("{\(minimum),\(maximum)} ends before it begins") }
        return (minimum, maximum)
    }

    /// A number, or one above every limit for more digits than those.
    private mutating func number() -> Int? {
        var value: Int?
        while let scalar = current, (0x30...0x39).contains(scalar.value) {
            value = min((value ?? 0) * 10 + Int(scalar.value - 0x30), Self.maximumRepetition + 1)
            position += 1
        }
        return value
    }

    /// How often the most repeated part is written down.
    static func repetition(of node: PatternNode) -> Int {
        switch node {
        case .empty, .scalars, .assertion: return 1
        case .sequence(let parts), .alternatives(let parts): return parts.map(repetition).max() ?? 1
        case .repetition(let part, let minimum, let maximum):
            let (product, overflow) = repetition(of: part).multipliedReportingOverflow(by: max(1, minimum, maximum ?? 0))
            return overflow ? Int.max : product
        }
    }
}
