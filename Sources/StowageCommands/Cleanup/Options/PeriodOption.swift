import ArgumentParser
import Retention

/// A time in a policy: `90s`, `2h`, `1h30m`, `14d`, `0` or `off`.
struct PeriodOption: Equatable, Sendable, ExpressibleByArgument {
    /// `nil`: off.
    let seconds: Int64?

    init?(argument: String) {
        if argument == PolicyText.off {
            self.seconds = nil
        } else if let seconds = PolicyText.seconds(argument) {
            self.seconds = seconds
        } else {
            return nil
        }
    }
}
