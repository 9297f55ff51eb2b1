/// Gives a strategy to tags by their names, where none was recorded and no label says one.
package struct ClassificationPattern: Hashable, Sendable, Codable {
    package enum Strategy: String, Hashable, Sendable, Codable, CaseIterable {
        case gitTag = "git-tag"
        case gitBranch = "git-branch"
        case gitCommit = "git-commit"
        case stagesSignature = "stages-signature"
        case custom
    }

    /// A regular expression that has to match the whole tag.
    package var tags: String
    package var strategy: Strategy

    package init(tags: String, strategy: Strategy) {
        self.tags = tags
        self.strategy = strategy
    }
}
