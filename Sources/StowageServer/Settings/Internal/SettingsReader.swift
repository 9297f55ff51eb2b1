import Configuration

/// Answers the value of a setting from the first of flags, environment and file that has it, else its default.
///
/// Every text is fetched as a string and parsed by its ``SettingType``: the typed getters of `ConfigReader` take the
/// default where a value is malformed, and the server must not start with a value that nobody asked for.
struct SettingsReader {
    private let reader: ConfigReader

    /// - Parameters:
    ///   - flags, environment, file: entries that were checked against the table where they were found.
    init(flags: [SettingsEntry], environment: [String: String], file: [SettingsEntry]) {
        let own = environment.filter { $0.key.hasPrefix(SettingKeys.environmentPrefix) }
        self.reader = ConfigReader(providers: [
            Self.provider(named: "flags", flags),
            EnvironmentVariablesProvider(environmentVariables: own).prefixKeys(with: ["stowage", "serve"]),
            Self.provider(named: "file", file),
        ])
    }

    private static func provider(named name: String, _ entries: [SettingsEntry]) -> InMemoryProvider {
        var values: [AbsoluteConfigKey: ConfigValue] = [:]
        for entry in entries {
            let components = entry.key.split(separator: ".").map(String.init)
            values[AbsoluteConfigKey(components)] = ConfigValue(.string(entry.text), isSecret: false)
        }
        return InMemoryProvider(name: name, values: values)
    }

    /// - Throws: ``SettingsError`` with code `malformedValue`.
    func value<Value>(_ key: SettingKey<Value>) throws(SettingsError) -> Value {
        let text = reader.string(forKey: ConfigKey(key.components), default: key.defaultText)
        guard let value = key.type.parse(text) else {
            throw .malformed(key, SettingsEntry(key: key.name, text: text, origin: key.name))
        }
        return value
    }
}
