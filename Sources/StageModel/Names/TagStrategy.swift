/// Why an image has its tag; decides how cleanup treats it.
package enum TagStrategy: String, Hashable, Sendable, CaseIterable, Codable {
    case gitTag = "git-tag"
    case gitBranch = "git-branch"
    case gitCommit = "git-commit"
    case stagesSignature = "stages-signature"
    case custom
}
