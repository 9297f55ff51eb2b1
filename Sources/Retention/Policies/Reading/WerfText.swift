/// A `werf.yaml` as text. werf runs it through Go's templates before it reads it, so that most of it need not be YAML; only what
/// stands there without them can be known here.
struct WerfText {
    /// The lines, where comments of templates are blank.
    let lines: [Substring]
    /// For each line, how many `{{ if }}`, `{{ range }}`, … are open where it begins.
    let depths: [Int]

    init(_ text: String) {
        let blanked = Self.blankingComments(text)
        // A carriage return and a line feed are one character.
        self.lines = blanked.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
        self.depths = Self.depths(of: lines)
    }

    /// The documents, as ranges of lines.
    var documents: [Range<Int>] {
        var documents: [Range<Int>] = []
        var start = 0
        for (index, line) in lines.enumerated() where Self.isSeparator(line) {
            documents.append(start..<index)
            start = index + 1
        }
        return documents + [start..<lines.count]
    }

    /// The lines in a range that begin with this key, without a blank before it.
    func lines(withKey key: String, in range: Range<Int>) -> [Int] {
        range.filter { Self.begins(lines[$0], withKey: key) }
    }

    /// The range of lines from a key to before the next one of its level.
    func section(from line: Int, in document: Range<Int>) -> Range<Int> {
        let rest = (line + 1)..<document.upperBound
        let next = rest.first { index in
            guard let first = lines[index].first else { return false }
            return first != " " && first != "\t" && first != "#" && !lines[index].hasPrefix("{{")
        }
        var end = next ?? document.upperBound
        // A template on the left edge is inside of the section only where something of it follows.
        while end > line + 1, lines[end - 1].allSatisfy({ $0 == " " || $0 == "\t" }) || lines[end - 1].first == "#" || lines[end - 1].hasPrefix("{{")
        {
            end -= 1
        }
        return line..<end
    }

    /// The text of these lines, with all others blank: so its lines have the numbers they have in the file.
    func text(of range: Range<Int>) -> String {
        String(repeating: "\n", count: range.lowerBound) + lines[range].joined(separator: "\n") + "\n"
    }

    /// The first line in a range that begins with a template that may write something.
    func writingTemplate(in range: Range<Int>) -> Int? {
        range.first { index in
            let line = lines[index].drop { $0 == " " || $0 == "\t" }
            guard line.hasPrefix("{{") else { return false }
            let action = Self.action(line.dropFirst(2))
            let word = action.prefix { $0.isLetter }
            return !Self.openers.contains(word) && !["end", "else"].contains(word) && !action.hasPrefix("$")
        }
    }

    private static let openers: Set<Substring> = ["if", "range", "with", "define", "block"]

    private static func isSeparator(_ line: Substring) -> Bool {
        guard line.hasPrefix("---") else { return false }
        let rest = line.dropFirst(3)
        return rest.isEmpty || rest.first == " " || rest.first == "\t"
    }

    private static func begins(_ line: Substring, withKey key: String) -> Bool {
        for form in [key, "\"\(key)\"", "'\(key)'"] where line.hasPrefix(form) {
            let rest = line.dropFirst(form.count).drop { $0 == " " || $0 == "\t" }
            if rest.first == ":" { return true }
        }
        return false
    }

    /// What stands in a template, behind its opening.
    private static func action(_ text: Substring) -> Substring {
        var text = text
        if text.first == "-" { text = text.dropFirst() }
        return text.drop { $0 == " " || $0 == "\t" }
    }

    private static func depths(of lines: [Substring]) -> [Int] {
        var depth = 0
        return lines.map { line in
            defer {
                var rest = line
                while let start = rest.firstRange(of: "{{") {
                    rest = rest[start.upperBound...]
                    let word = action(rest).prefix { $0.isLetter }
                    if openers.contains(word) { depth += 1 }
                    if word == "end" { depth -= 1 }
                }
            }
            return depth
        }
    }

    /// `{{/* … */}}`, with or without trimming dashes, also over several lines.
    private static func blankingComments(_ text: String) -> String {
        var result = ""
        var rest = text[...]
        while let start = rest.firstRange(of: "{{") {
            result += rest[..<start.lowerBound]
            rest = rest[start.lowerBound...]
            guard action(rest.dropFirst(2)).hasPrefix("/*"), let end = rest.firstRange(of: "*/"),
                let close = rest[end.upperBound...].firstRange(of: "}}")
            else {
                result += "{{"
                rest = rest.dropFirst(2)
                continue
            }
            result += rest[..<close.upperBound].filter(\.isNewline)
            rest = rest[close.upperBound...]
        }
        return result + rest
    }
}
