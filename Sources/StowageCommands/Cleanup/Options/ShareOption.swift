import ArgumentParser

/// A part of all: `50%` or `0.5`.
struct ShareOption: Equatable, Sendable, ExpressibleByArgument {
    /// From 0 to 1.
    let share: Double

    init?(argument: String) {
        let isPercent = argument.hasSuffix("%")
        guard let number = Double(isPercent ? argument.dropLast() : argument[...]), number.isFinite else { return nil }
        let share = isPercent ? number / 100 : number
        guard (0...1).contains(share) else { return nil }
        self.share = share
    }
}
