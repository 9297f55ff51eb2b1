/// Which branches or tags of git a keep policy looks at: a name as it is, or `/REGEX/`.
struct NamePattern {
    private enum Value {
        case name(String)
        case pattern(Pattern)
    }

    private let value: Value

    /// - Throws: ``RetentionError`` with code `policy` where the expression is none.
    init(_ text: String) throws {
        if text.utf8.count >= 2, text.hasPrefix("/"), text.hasSuffix("/") {
            value = .pattern(try Pattern(String(text.dropFirst().dropLast())))
        } else {
            value = .name(text)
        }
    }

    func matches(_ name: String) -> Bool {
        switch value {
        case .name(let literal): literal == name
        case .pattern(let pattern): pattern.matches(name)
        }
    }
}
