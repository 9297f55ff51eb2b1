/// One field of a cron expression: which numbers it takes.
struct CronField: Hashable, Sendable {
    /// Bit n for the number n.
    private var numbers: UInt64 = 0
    let beginsWithStar: Bool

    /// - Parameter names: In lower case; any case is read.
    /// - Returns: `nil` where it is malformed, or names a number outside of the range.
    init?(_ text: Substring, _ range: ClosedRange<Int>, names: [String: Int] = [:]) {
        self.beginsWithStar = text.hasPrefix("*")
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            guard let found = Self.numbers(part, range, names) else { return nil }
            for number in found { numbers |= 1 << UInt64(number) }
        }
    }

    func contains(_ number: Int) -> Bool { numbers & (1 << UInt64(number)) != 0 }

    /// The field with one number written for another that means the same.
    func folding(_ number: Int, into other: Int) -> CronField {
        var folded = self
        guard contains(number) else { return self }
        folded.numbers &= ~(1 << UInt64(number))
        folded.numbers |= 1 << UInt64(other)
        return folded
    }

    private static func numbers(_ part: Substring, _ range: ClosedRange<Int>, _ names: [String: Int]) -> StrideThrough<Int>? {
        let halves = part.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        let bounds = halves[0].split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        var step = 1
        if halves.count == 2 {
            // A step behind a single number means one thing to some and another to others.
            guard bounds.count == 2 || halves[0] == "*", let given = number(halves[1], [:]), given >= 1, given <= range.upperBound else { return nil }
            step = given
        }
        // Every number once: what stands at the end of a range of days of the week is 0 and 7.
        if halves[0] == "*" { return stride(from: range.lowerBound, through: range == 0...7 ? 6 : range.upperBound, by: step) }
        guard let first = number(bounds[0], names), range.contains(first) else { return nil }
        guard bounds.count == 2 else { return stride(from: first, through: first, by: 1) }
        guard var last = number(bounds[1], names) else { return nil }
        if last == 0, bounds[1].lowercased() == "sun" { last = 7 }
        guard range.contains(last), last >= first else { return nil }
        return stride(from: first, through: last, by: step)
    }

    private static func number(_ text: Substring, _ names: [String: Int]) -> Int? {
        if let named = names[text.lowercased()] { return named }
        guard text.utf8.count <= 2 else { return nil }
        return Int64(plainDigits: text).map { Int($0) }
    }
}
