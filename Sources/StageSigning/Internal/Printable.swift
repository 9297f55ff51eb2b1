/// Texts from outside, as lines for people show them.
enum Printable {
    /// Without control characters: what comes from a document steers no terminal.
    static func text(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : $0 }))
    }

    /// A command's words as a shell would take them, so that one word with a space differs from two words.
    static func command(_ words: [String]) -> String {
        words.map { word in
            let isPlain = !word.isEmpty && word.utf8.allSatisfy(Self.needsNoQuotes)
            return isPlain ? word : "'\(text(word).split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''"))'"
        }.joined(separator: " ")
    }

    private static func needsNoQuotes(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        default: "-_./=:,+@%".utf8.contains(byte)
        }
    }
}
