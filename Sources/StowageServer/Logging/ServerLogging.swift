package import Logging

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Chooses the log handler from the settings and what standard error is.
package struct ServerLogging: Sendable {
    /// Whether lines are JSON; otherwise text.
    package let isJSON: Bool
    package let isColored: Bool
    private let level: Logger.Level

    /// - Parameter environment: `NO_COLOR`, set to anything but nothing, keeps text plain (no-color.org).
    package init(_ settings: ServerSettings.Log, isTerminal: Bool, environment: [String: String]) {
        self.level = settings.level
        self.isJSON =
            switch settings.format {
            case .json: true
            case .text: false
            case .auto: !isTerminal
            }
        self.isColored = isTerminal && environment["NO_COLOR", default: ""].isEmpty && environment["TERM"] != "dumb"
    }

    package func handler(label: String, output: LogOutput = .standardError) -> any LogHandler {
        if isJSON {
            JSONLogHandler(label: label, level: level, output: output)
        } else {
            TextLogHandler(level: level, isColored: isColored, output: output)
        }
    }

    /// Makes every logger of the process log this way, those of libraries among them. Once a process, so not in tests.
    package func bootstrap() {
        LoggingSystem.bootstrap { label in self.handler(label: label) }
    }

    package static var standardErrorIsTerminal: Bool { isatty(STDERR_FILENO) == 1 }
}
