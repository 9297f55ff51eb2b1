import OCIModel

/// A place in the inventory of a project: in a repository, after a manifest. Its text is `REPOSITORY@ID`, with the manifest's number in
/// the catalog; 0 is the repository's beginning.
struct InventoryCursor: Hashable, Sendable {
    let repository: RepositoryName
    let manifest: Int64

    init(repository: RepositoryName, manifest: Int64 = 0) {
        self.repository = repository
        self.manifest = manifest
    }

    /// - Returns: `nil` for text that no page gave.
    init?(_ text: some StringProtocol) {
        guard let at = text.firstIndex(of: "@"), let repository = try? RepositoryName(text[..<at]),
            let manifest = Int64(text[text.index(after: at)...]), manifest >= 0
        else { return nil }
        self.init(repository: repository, manifest: manifest)
    }

    var text: String { "\(repository)@\(manifest)" }
}
