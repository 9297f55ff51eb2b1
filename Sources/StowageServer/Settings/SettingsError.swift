/// Why the server does not start with the settings it was given.
package struct SettingsError: Error, Hashable, Sendable {
    package struct Code: Hashable, Sendable {
        private enum Value { case unknownKey, malformedValue, malformedFile, unreadableFile, insecureListen }
        private let value: Value

        /// The file has a key that is not in the table.
        package static let unknownKey = Code(value: .unknownKey)
        /// A flag, a variable or an entry of the file has a text that its setting does not allow.
        package static let malformedValue = Code(value: .malformedValue)
        /// The file is not YAML, or not a mapping of keys.
        package static let malformedFile = Code(value: .malformedFile)
        /// The file that was named can't be read.
        package static let unreadableFile = Code(value: .unreadableFile)
        /// The listen address needs the consent of `insecureListen`.
        package static let insecureListen = Code(value: .insecureListen)
    }

    package let code: Code
    /// One line: where it stands, what was found there, and what would be right.
    package let message: String

    init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    static func malformed(_ row: any SettingRow, _ entry: SettingsEntry) -> SettingsError {
        let found = entry.text.isEmpty ? "empty" : "'\(entry.text.prefix(160))'"
        return SettingsError(.malformedValue, "\(entry.origin) is \(found); write \(row.allowed)")
    }
}

extension SettingsError: CustomStringConvertible {
    package var description: String { message }
}
