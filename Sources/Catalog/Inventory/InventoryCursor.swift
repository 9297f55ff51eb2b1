import ContentHashing
import OCIModel

/// A place in the inventory of a project: in a repository, after the manifest of a digest. Its text is `REPOSITORY@DIGEST`, or
/// `REPOSITORY@` for the repository's beginning.
struct InventoryCursor: Hashable, Sendable {
    let repository: RepositoryName
    let digest: String

    init(repository: RepositoryName, digest: String = "") {
        self.repository = repository
        self.digest = digest
    }

    /// - Returns: `nil` for text that no page gave.
    init?(_ text: some StringProtocol) {
        guard let at = text.firstIndex(of: "@"), let repository = try? RepositoryName(text[..<at]) else { return nil }
        let digest = String(text[text.index(after: at)...])
        guard digest.isEmpty || (try? Digest(digest)) != nil else { return nil }
        self.init(repository: repository, digest: digest)
    }

    var text: String { "\(repository)@\(digest)" }
}
