/// Text from outside, such as a branch's name or a server's words, as a line that steers no terminal.
enum PlainText {
    /// Control and formatting characters are shown as `?`; those of a new line too.
    static func cell(_ text: String) -> String {
        if text.utf8.allSatisfy({ (0x20..<0x7f).contains($0) }) { return text }
        return String(String.UnicodeScalarView(text.unicodeScalars.map { isPlain($0) ? $0 : "?" }))
    }

    /// The same, with lines joined by spaces.
    static func line(_ text: String) -> String {
        cell(text.split(whereSeparator: \.isNewline).joined(separator: " "))
    }

    private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator: false
        default: true
        }
    }
}
