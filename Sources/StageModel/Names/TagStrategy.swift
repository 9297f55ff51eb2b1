/// Why an image has its tag; decides how cleanup treats it.
package enum TagStrategy: String, Hashable, Sendable, CaseIterable, Codable {
    case gitTag = "git-tag"
    case gitBranch = "git-branch"
    case gitCommit = "git-commit"
    case stagesSignature = "stages-signature"
    case custom

    package init(from decoder: any Decoder) throws {
        self = try decoder.parsed("a strategy is 'git-tag', 'git-branch', 'git-commit', 'stages-signature' or 'custom'") {
            TagStrategy(rawValue: $0)
        }
    }
}
