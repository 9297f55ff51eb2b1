import ArgumentParser
import Retention

/// A count in a policy: digits, or `off`. A negative number is off too, as everywhere in werf.
struct LimitOption: Equatable, Sendable, ExpressibleByArgument {
    let count: Int

    init?(argument: String) {
        guard let count = argument == PolicyText.off ? -1 : PolicyText.count(argument) else { return nil }
        self.count = count
    }
}
