import ArgumentParser

/// A count in a policy: digits, or `off`. A negative number is off too, as everywhere in werf.
struct LimitOption: Equatable, Sendable, ExpressibleByArgument {
    let count: Int

    init?(argument: String) {
        if argument == "off" {
            self.count = -1
        } else if let count = Int(argument) {
            self.count = count
        } else {
            return nil
        }
    }
}
