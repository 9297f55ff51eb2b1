import ContentHashing
import OCIModel

/// One line of a keep list: `TAG`, `REPOSITORY:TAG`, `REPOSITORY@DIGEST`, or a digest alone.
struct KeepListEntry {
    /// Empty: any of the project. Two where the first component may be a host, which is ignored.
    let repositories: [RepositoryName]
    let reference: Reference

    /// - Throws: ``RetentionError`` with code `policy` for what is none of them.
    init(_ text: String) throws {
        do {
            if let at = text.lastIndex(of: "@") {
                repositories = at == text.startIndex ? [] : try Self.repositories(text[..<at])
                reference = .digest(try Digest(text[text.index(after: at)...]))
            } else if text.hasPrefix("sha256:") || text.hasPrefix("sha512:") {
                repositories = []
                reference = .digest(try Digest(text))
            } else if let colon = text.lastIndex(of: ":") {
                repositories = try Self.repositories(text[..<colon])
                reference = .tag(try TagName(text[text.index(after: colon)...]))
            } else {
                repositories = []
                reference = .tag(try TagName(text))
            }
        } catch {
            let reason = (error as? OCIError)?.message ?? "\(error)"
            throw RetentionError(
                .policy, "'\(text.prefix(200))' can't be kept by name; write TAG, REPOSITORY:TAG or REPOSITORY@DIGEST (\(reason))", cause: error)
        }
    }

    private static func repositories(_ text: Substring) throws -> [RepositoryName] {
        guard let slash = text.firstIndex(of: "/") else { return [try RepositoryName(text)] }
        let first = text[..<slash]
        guard first == "localhost" || first.contains(".") || first.contains(":") else { return [try RepositoryName(text)] }
        let path = try RepositoryName(text[text.index(after: slash)...])
        // A name may have dots too; what has a port is a host for sure.
        return first.contains(":") ? [path] : [path, try RepositoryName(text)]
    }
}
