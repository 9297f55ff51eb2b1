import StageModel

/// Commits as the catalog keeps them: with spaces between.
enum CommitText {
    static func encode(_ commits: [CommitID]) -> String {
        commits.map(\.value).joined(separator: " ")
    }

    /// - Throws: ``CatalogError`` with code `damaged`.
    static func decode(_ text: String) throws -> [CommitID] {
        if text.isEmpty { return [] }
        return try text.split(separator: " ").map { part in
            guard let commit = CommitID(part) else { throw CatalogError.damagedRow("a commit") }
            return commit
        }
    }
}
