/// A row of the table of settings, without the type of its value. See ``SettingKeys``.
package protocol SettingRow: Sendable {
    /// The key in the configuration file, with dots for its nesting: `http.idleTimeout`.
    var name: String { get }
    /// What holds where nobody says otherwise, as it is written in the configuration file.
    var defaultText: String { get }
    /// What may be written, as the end of the sentence "write …".
    var allowed: String { get }

    /// Whether `text` is well-formed and its value in range.
    func accepts(_ text: String) -> Bool
}

extension SettingRow {
    /// The parts of the key.
    package var components: [String] { name.split(separator: ".").map(String.init) }

    /// The environment variable that says the setting: `STOWAGE_SERVE_HTTP_IDLE_TIMEOUT`.
    ///
    /// These are the names under which swift-configuration's environment provider looks a key up.
    package var environmentName: String {
        var result = SettingKeys.environmentPrefix
        var previous: Character = "."
        for character in name {
            if previous.isLowercase, character.isUppercase { result.append("_") }
            result.append(character == "." ? "_" : character.uppercased().first ?? character)
            previous = character
        }
        return result
    }
}

/// A row of the table of settings.
package struct SettingKey<Value: Sendable>: SettingRow {
    package let name: String
    package let defaultText: String
    package let type: SettingType<Value>

    init(_ name: String, default defaultText: String, _ type: SettingType<Value>) {
        self.name = name
        self.defaultText = defaultText
        self.type = type
    }

    package var allowed: String { type.allowed }

    package func accepts(_ text: String) -> Bool { type.parse(text) != nil }
}
