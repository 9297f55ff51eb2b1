import ArgumentParser
import Retention

/// A number of bytes, `50GiB`, or `off`; a negative number is off too.
struct BudgetOption: Equatable, Sendable, ExpressibleByArgument {
    /// Negative: off.
    let bytes: Int64

    init?(argument: String) {
        guard let bytes = PolicyText.bytesOrOff(argument) else { return nil }
        self.bytes = bytes
    }
}
