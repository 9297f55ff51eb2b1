import ArgumentParser

/// A time in a policy: `90s`, `2h`, `14d`, `0` or `off`.
struct PeriodOption: Equatable, Sendable, ExpressibleByArgument {
    /// `nil`: off.
    let seconds: Int64?

    init?(argument: String) {
        switch argument {
        case "off": self.seconds = nil
        case "0": self.seconds = 0
        default:
            guard let option = DurationOption(argument: argument), option.duration.inMilliseconds % 1000 == 0 else { return nil }
            self.seconds = option.duration.inMilliseconds / 1000
        }
    }
}
