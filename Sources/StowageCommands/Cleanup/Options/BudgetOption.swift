import ArgumentParser
import Retention

/// A number of bytes, `50GiB`, or `off`.
struct BudgetOption: Equatable, Sendable, ExpressibleByArgument {
    /// Negative: off.
    let bytes: Int64

    init?(argument: String) {
        guard let bytes = argument == PolicyText.off ? -1 : PolicyText.bytes(argument) else { return nil }
        self.bytes = bytes
    }
}
