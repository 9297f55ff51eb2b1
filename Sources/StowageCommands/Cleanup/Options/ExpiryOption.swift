import ArgumentParser
import Retention

/// The time after which something is deleted: as ``PeriodOption``, or a negative number, which is off as that of a limit.
struct ExpiryOption: Equatable, Sendable, ExpressibleByArgument {
    /// Negative: never.
    let seconds: Int64

    init?(argument: String) {
        guard let seconds = PolicyText.secondsOrOff(argument) else { return nil }
        self.seconds = seconds
    }
}
