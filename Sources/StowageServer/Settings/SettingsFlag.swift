/// A setting given on the command line.
package struct SettingsFlag: Hashable, Sendable {
    /// As it was typed, for messages: `--log-level`.
    package let flag: String
    /// The key of its setting in ``SettingKeys``: `log.level`.
    package let key: String
    package let text: String

    package init(_ flag: String, key: String, text: String) {
        self.flag = flag
        self.key = key
        self.text = text
    }
}
