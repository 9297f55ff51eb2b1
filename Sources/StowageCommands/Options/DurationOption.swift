import ArgumentParser

/// A duration as an option says it: digits and a unit, `500ms`, `30s`, `5m`, `1h`, `1d`.
struct DurationOption: Equatable, Sendable, ExpressibleByArgument {
    let duration: Duration

    init(_ duration: Duration) {
        self.duration = duration
    }

    init?(argument: String) {
        let units: [(suffix: String, milliseconds: Int64)] = [("ms", 1), ("s", 1000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000)]
        guard let unit = units.first(where: { argument.hasSuffix($0.suffix) }) else { return nil }
        let digits = argument.dropLast(unit.suffix.count)
        guard !digits.isEmpty, digits.utf8.count <= 10, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let count = Int64(digits) else {
            return nil
        }
        self.duration = .milliseconds(count * unit.milliseconds)
    }

    var defaultValueDescription: String {
        let milliseconds = duration.inMilliseconds
        return switch milliseconds {
        case let value where value > 0 && value % 3_600_000 == 0: "\(value / 3_600_000)h"
        case let value where value > 0 && value % 60_000 == 0: "\(value / 60_000)m"
        case let value where value % 1000 == 0: "\(value / 1000)s"
        default: "\(milliseconds)ms"
        }
    }
}
