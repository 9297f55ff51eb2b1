import ArgumentParser
import Retention

/// A part of all: `50%` or `0.5`.
struct ShareOption: Equatable, Sendable, ExpressibleByArgument {
    /// From 0 to 1.
    let share: Double

    init?(argument: String) {
        guard let share = PolicyText.share(argument) else { return nil }
        self.share = share
    }
}
