package import Logging

extension ServerSettings {
    /// What is logged, and how it looks.
    package struct Log: Hashable, Sendable {
        package var level: Logger.Level
        package var format: LogFormat

        /// - Parameters:
        ///   - level: the least severe lines that are logged.
        ///   - format: how lines look; `auto` looks at standard error.
        package init(level: Logger.Level = .info, format: LogFormat = .auto) {
            self.level = level
            self.format = format
        }

        init(_ reader: SettingsReader) throws(SettingsError) {
            self.init(level: try reader.value(SettingKeys.logLevel), format: try reader.value(SettingKeys.logFormat))
        }
    }
}
