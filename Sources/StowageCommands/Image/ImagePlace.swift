import OCIModel

/// An image as it is named on the command line: a tag or digest of the project's repository, `NAME:TAG` or `NAME@DIGEST` of any.
struct ImagePlace: Equatable {
    let repository: RepositoryName
    let reference: Reference

    /// - Parameter standard: The repository where the text names none.
    /// - Throws: ``CommandError`` with code `usage`, and what `standard` throws.
    init(_ text: String, standard: () throws -> RepositoryName) throws {
        do {
            if let at = text.firstIndex(of: "@") {
                self.repository = try RepositoryName(text[..<at])
                self.reference = .digest(try OCIError.digest(text[text.index(after: at)...]))
            } else if let colon = text.lastIndex(of: ":"), !Self.isDigest(text) {
                self.repository = try RepositoryName(text[..<colon])
                self.reference = .tag(try TagName(text[text.index(after: colon)...]))
            } else {
                self.repository = try standard()
                self.reference = try Reference(text)
            }
        } catch let error as OCIError {
            throw CommandError(.usage, error.message)
        }
    }

    private static func isDigest(_ text: String) -> Bool { text.hasPrefix("sha256:") || text.hasPrefix("sha512:") }
}
