import FoundationEssentials

/// Annotations as the catalog keeps them: a JSON object of texts, keys in order.
enum AnnotationText {
    /// - Returns: `nil` for no annotations.
    static func encode(_ annotations: [String: String]) throws -> String? {
        guard !annotations.isEmpty else { return nil }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(annotations), as: UTF8.self)
    }

    /// - Throws: ``CatalogError`` with code `damaged`.
    static func decode(_ text: String?) throws -> [String: String] {
        guard let text else { return [:] }
        do {
            return try JSONDecoder().decode([String: String].self, from: Data(text.utf8))
        } catch {
            throw CatalogError.damagedRow("annotations", cause: error)
        }
    }
}
