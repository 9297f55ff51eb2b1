/// Where files were imported from, as the catalog keeps it: with spaces between.
enum ImportText {
    static func encode(_ imports: [String]) -> String { imports.joined(separator: " ") }

    static func decode(_ text: String) -> [String] { text.split(separator: " ").map(String.init) }
}
