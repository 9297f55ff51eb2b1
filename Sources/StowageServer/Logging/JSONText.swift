/// Writes JSON strings.
enum JSONText {
    /// Appends `text` as a JSON string, quotes included.
    static func append(_ text: String, to output: inout String) {
        output += "\""
        for scalar in text.unicodeScalars {
            if scalar == "\"" || scalar == "\\" {
                output += "\\"
                output.unicodeScalars.append(scalar)
            } else {
                appendEscapingControls(scalar, to: &output)
            }
        }
        output += "\""
    }

    /// Appends `text` as it is, except that control characters are written as in a JSON string.
    ///
    /// Clients choose parts of what is logged: nothing of it may start a new line or talk to a terminal.
    static func appendEscapingControls(_ text: String, to output: inout String) {
        for scalar in text.unicodeScalars { appendEscapingControls(scalar, to: &output) }
    }

    /// C1, DEL and the line separators are escaped too: JSON would allow them, but terminals and some readers obey them.
    private static func appendEscapingControls(_ scalar: Unicode.Scalar, to output: inout String) {
        switch scalar {
        case "\n": output += "\\n"
        case "\r": output += "\\r"
        case "\t": output += "\\t"
        case "\u{0}"..."\u{1f}", "\u{7f}"..."\u{9f}", "\u{2028}"..."\u{2029}":
            let hex = String(scalar.value, radix: 16)
            output += "\\u" + String(repeating: "0", count: 4 - hex.utf8.count) + hex
        default: output.unicodeScalars.append(scalar)
        }
    }
}
