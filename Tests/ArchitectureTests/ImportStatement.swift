/// A line that imports a module: `package import NIOCore`, `@testable import struct Catalog.Page`.
struct ImportStatement: Equatable {
    let module: String
    let isTestable: Bool

    /// `nil` for every other line.
    init?(_ line: some StringProtocol) {
        var words = String(line).prefix { $0 != "/" && $0 != ";" }.split { $0 == " " || $0 == "\t" }.map(String.init)
        var attributes: [String] = []
        while let first = words.first, first.hasPrefix("@") || ["public", "package", "internal", "fileprivate", "private"].contains(first) {
            attributes.append(words.removeFirst())
        }
        guard words.count >= 2, words.removeFirst() == "import" else { return nil }
        let kinds = ["typealias", "struct", "class", "enum", "protocol", "let", "var", "func"]
        if words.count >= 2, kinds.contains(words[0]) { words.removeFirst() }
        self.module = String(words[0].prefix { $0 != "." })
        self.isTestable = attributes.contains("@testable")
    }
}
