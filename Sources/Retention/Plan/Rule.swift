/// What decides; ``Decision/rule`` and the rules of items have its raw value.
package enum Rule: String, Hashable, Sendable, CaseIterable, Codable {
    // Kept for good.
    case keepList = "keep-list"
    case keepPattern = "keep-pattern"
    case inUse = "in-use"
    case builtWithin = "built-within"
    case usedWithin = "used-within"
    /// Published after the watermark: its commit may not be known yet.
    case published
    /// The platform of an index, or what an index lists.
    case indexMember = "index-member"
    /// A stage below something kept.
    case ancestor
    case importSource = "import-source"
    /// Lives as long as its subject.
    case referrer
    /// A record of werf's, which lives as long as what it describes.
    case service

    case keepPolicies = "keep-policies"

    case gitTagGone = "git-tag-gone"
    case gitTagExpiry = "git-tag-expiry"
    case gitTagLimit = "git-tag-limit"
    case gitCommitGone = "git-commit-gone"
    case gitCommitExpiry = "git-commit-expiry"
    case gitCommitLimit = "git-commit-limit"
    case stagesSignatureExpiry = "stages-signature-expiry"
    case stagesSignatureLimit = "stages-signature-limit"
    case gitBranchGone = "git-branch-gone"
    case customExpiry = "custom-expiry"
    case customLimit = "custom-limit"

    /// Stages that no kept image needs.
    case unneeded = "stages-unneeded"
    case budget
    case untagged
    case purge
    /// No rule governs it, so it is kept.
    case none
}
