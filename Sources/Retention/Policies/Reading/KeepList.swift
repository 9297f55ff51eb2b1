/// The text of a keep list: one entry a line, with blank lines and comments, which begin a line or follow a blank.
package struct KeepList: Hashable, Sendable {
    package let entries: [String]

    /// - Parameter name: The file, as messages call it.
    /// - Throws: ``RetentionError`` with code `policy`, with the line.
    package init(parsing text: String, name: String) throws {
        let text = text.hasPrefix("\u{feff}") ? text.dropFirst() : text[...]
        var entries: [String] = []
        for (number, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            let words = line.split(whereSeparator: \.isWhitespace).prefix { !$0.hasPrefix("#") }
            guard let word = words.first else { continue }
            let place = "\(name), line \(number + 1)"
            guard words.count == 1 else {
                throw RetentionError(.policy, "\(place) has several words; write one entry a line, and comments behind ' #'")
            }
            do {
                _ = try KeepListEntry(String(word))
            } catch let error as RetentionError {
                throw RetentionError(.policy, "\(place): \(error.message)", cause: error)
            }
            entries.append(String(word))
        }
        self.entries = entries
    }
}
