import Logging
import Synchronization

@testable import StowageServer

/// Keeps what a log handler wrote.
final class LogLines: Sendable {
    private let lines = Mutex<[String]>([])

    var output: LogOutput { LogOutput { line in self.lines.withLock { $0.append(line) } } }

    var all: [String] { lines.withLock { $0 } }

    static let time: @Sendable () -> LogTime = { LogTime(millisecondsSince1970: 1_772_323_199_005) }

    func jsonLogger() -> Logger {
        Logger(label: "test", factory: { JSONLogHandler(label: $0, level: .trace, output: self.output, now: Self.time) })
    }

    func textLogger(isColored: Bool) -> Logger {
        Logger(label: "test", factory: { _ in TextLogHandler(level: .trace, isColored: isColored, output: self.output, now: Self.time) })
    }
}
