package import Logging

/// Writes one JSON object a line: `time`, `level`, `message`, `logger`, then the metadata, flattened, as strings.
package struct JSONLogHandler: LogHandler {
    package var logLevel: Logger.Level
    package var metadata: Logger.Metadata = [:]
    package var metadataProvider: Logger.MetadataProvider?

    private let label: String
    private let output: LogOutput
    private let now: @Sendable () -> LogTime

    package init(
        label: String, level: Logger.Level = .info, output: LogOutput = .standardError, now: @escaping @Sendable () -> LogTime = LogTime.now
    ) {
        self.label = label
        self.logLevel = level
        self.output = output
        self.now = now
    }

    package subscript(metadataKey key: String) -> Logger.MetadataValue? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    package func log(event: LogEvent) {
        var line = "{\"time\":\"\(self.now())\",\"level\":\"\(event.level.rawValue)\",\"message\":"
        JSONText.append(event.message.description, to: &line)
        line += ",\"logger\":"
        JSONText.append(label, to: &line)
        for (key, value) in FlatMetadata(metadata, metadataProvider?.get(), event.metadata, error: event.error).pairs {
            line += ","
            // A key twice in one object is a value lost to most readers.
            JSONText.append(Self.ownKeys.contains(key) ? "metadata.\(key)" : key, to: &line)
            line += ":"
            JSONText.append(value, to: &line)
        }
        line += "}\n"
        output(line)
    }

    private static let ownKeys: Set<String> = ["time", "level", "message", "logger"]
}
