import OCIModel

/// The keep list and the keep patterns.
struct KeepRules {
    private let index: ProjectIndex
    private let patterns: [Pattern]
    /// What names each tag, or each manifest, in the keep list.
    private var entryOfTag: [Int32: String] = [:]
    private var entryOfManifest: [Int32: String] = [:]
    /// What names nothing of the project, in the order of the policies.
    private(set) var unmatchedEntries: [String] = []
    private(set) var unmatchedPatterns: [String] = []

    /// - Throws: ``RetentionError`` with code `policy` for what is no expression or no entry of a list.
    init(_ policies: CleanupPolicies, index: ProjectIndex) throws {
        self.index = index
        patterns = try policies.keepPatterns.map { try Pattern($0) }
        for text in policies.keepList {
            let entry = try KeepListEntry(text)
            let repositories = entry.repositories.compactMap { index.repository(named: $0) }
            let isAnywhere = entry.repositories.isEmpty
            var isMatched = false
            switch entry.reference {
            case .tag(let tag):
                for found in index.tags(named: tag.value) where isAnywhere || repositories.contains(index.tags[Int(found)].repository) {
                    entryOfTag[found] = entryOfTag[found] ?? text
                    isMatched = true
                }
            case .digest(let digest):
                guard let number = index.inventory.digests.number(of: digest) else { break }
                for found in index.manifests(withDigest: number)
                where isAnywhere || repositories.contains(index.manifests[Int(found)].repository) {
                    entryOfManifest[found] = entryOfManifest[found] ?? text
                    isMatched = true
                }
            }
            if !isMatched { unmatchedEntries.append(text) }
        }
        unmatchedPatterns = patterns.filter { pattern in !index.tags.contains { pattern.matches($0.name) } }.map(\.text)
    }

    func reason(forTag tag: Int32) -> (rule: Rule, text: String)? {
        if let entry = entryOfTag[tag] { return (.keepList, "in the keep list: \(entry)") }
        if let reason = reason(forManifest: index.manifestOfTag[Int(tag)]) { return reason }
        guard !patterns.isEmpty else { return nil }
        let name = index.tags[Int(tag)].name
        return patterns.first { $0.matches(name) }.map { (.keepPattern, "matches the keep pattern \($0.text)") }
    }

    func reason(forManifest manifest: Int32) -> (rule: Rule, text: String)? {
        entryOfManifest[manifest].map { (.keepList, "in the keep list: \($0)") }
    }
}
