import ArgumentParser
import StowageServer

/// A number of bytes, `50GiB`, or `off`.
struct BudgetOption: Equatable, Sendable, ExpressibleByArgument {
    /// Negative: off.
    let bytes: Int64

    init?(argument: String) {
        if argument == "off" {
            self.bytes = -1
        } else if let count = ByteCount(argument) {
            self.bytes = count.bytes
        } else {
            return nil
        }
    }
}
