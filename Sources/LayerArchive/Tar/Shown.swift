/// Names of entries as messages show them: an archive must not be able to write lines or colours of its own into a log.
enum Shown {
    /// At most 300 characters; control characters as `\xHH`.
    static func text(_ bytes: some Collection<UInt8>) -> String {
        var text = ""
        let decoded = String(decoding: bytes.prefix(4096), as: UTF8.self)
        for scalar in decoded.unicodeScalars.prefix(300) {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate:
                text += "\\x{\(String(scalar.value, radix: 16))}"
            default:
                text.unicodeScalars.append(scalar)
            }
        }
        return decoded.unicodeScalars.count > 300 || bytes.count > 4096 ? text + "…" : text
    }
}
