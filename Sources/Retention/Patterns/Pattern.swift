/// A regular expression in the syntax of Go's `regexp` (RE2), as werf's configuration has them: no back-references and no lookaround,
/// so that a match takes time that is linear in the text, whatever the expression.
///
/// There is no `\p{…}`: names of git and tags are matched by what is in them.
package struct Pattern: Hashable, Sendable {
    /// In bytes.
    package static let maximumLength = 4096

    package let text: String
    private let program: PatternProgram

    /// - Throws: ``RetentionError`` with code `policy` where the text is no such expression, or one that asks for too much memory.
    package init(_ text: String) throws {
        guard text.utf8.count <= Self.maximumLength else {
            throw RetentionError(.policy, "a regular expression has \(text.utf8.count) bytes; \(Self.maximumLength) are the most")
        }
        var parser = PatternParser(text)
        do throws(PatternError) {
            program = try PatternProgram(parser.parse())
        } catch {
            throw RetentionError(.policy, "'\(text.prefix(200))' is not a regular expression: \(error.message)", cause: error)
        }
        self.text = text
    }

    /// Whether it matches the whole name.
    package func matches(_ name: String) -> Bool {
        program.matches(name.unicodeScalars)
    }

    package static func == (left: Pattern, right: Pattern) -> Bool { left.text == right.text }

    package func hash(into hasher: inout Hasher) { hasher.combine(text) }
}
