package import Logging

/// Writes lines for people: `2026-02-28T23:59:59.123Z info    listening address=127.0.0.1:5000`.
package struct TextLogHandler: LogHandler {
    package var logLevel: Logger.Level
    package var metadata: Logger.Metadata = [:]
    package var metadataProvider: Logger.MetadataProvider?

    private let isColored: Bool
    private let output: LogOutput
    private let now: @Sendable () -> LogTime

    /// - Parameter isColored: whether levels get a colour and what surrounds the message is dimmed, with ANSI sequences.
    package init(
        level: Logger.Level = .info, isColored: Bool, output: LogOutput = .standardError, now: @escaping @Sendable () -> LogTime = LogTime.now
    ) {
        self.logLevel = level
        self.isColored = isColored
        self.output = output
        self.now = now
    }

    package subscript(metadataKey key: String) -> Logger.MetadataValue? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    package func log(event: LogEvent) {
        let level = event.level.rawValue
        var line = self.styled("\(self.now())", .dim)
        line += " " + self.styled(level, Self.style(of: event.level)) + String(repeating: " ", count: max(0, 8 - level.utf8.count)) + " "
        JSONText.appendEscapingControls(event.message.description, to: &line)
        for (key, value) in FlatMetadata(metadata, metadataProvider?.get(), event.metadata, error: event.error).pairs {
            var pair = ""
            JSONText.appendEscapingControls(key, to: &pair)
            line += " " + self.styled(pair + "=", .dim)
            if value.isEmpty || value.contains(where: { $0 == " " || $0 == "\"" || $0 == "=" }) {
                JSONText.append(value, to: &line)
            } else {
                JSONText.appendEscapingControls(value, to: &line)
            }
        }
        line += "\n"
        output(line)
    }

    private enum Style: String {
        case dim = "2"
        case plain = "0"
        case green = "32"
        case yellow = "33"
        case red = "31"
    }

    private static func style(of level: Logger.Level) -> Style {
        switch level {
        case .trace, .debug: .dim
        case .info: .green
        case .notice: .plain
        case .warning: .yellow
        case .error, .critical: .red
        }
    }

    private func styled(_ text: String, _ style: Style) -> String {
        isColored ? "\u{1b}[\(style.rawValue)m\(text)\u{1b}[0m" : text
    }
}
