package import ContentHashing
package import StageModel

/// What a plan says about one object: a tag, or a manifest without one.
///
/// Manifests without a tag are of the kind `untagged`, or of the kind `referrer` where they have a subject. Members of an index and
/// such referrers that go with what needs them are decisions, but no items: the collector takes them with it.
package struct Decision: Hashable, Sendable {
    package enum Action: String, Hashable, Sendable, Codable {
        case keep, delete
    }

    package var kind: CleanupItem.Kind
    package var repository: String
    package var tag: String?
    package var digest: Digest
    package var generation: Int64
    package var action: Action
    package var imageName: String?
    package var strategy: TagStrategy?
    /// The rule that decided: `git-tag-limit`, `in-use`, or `none` where no rule governs it; all are in ``Rule``.
    package var rule: String
    /// The fact that the rule used.
    package var reason: String
    /// What a puller of it fetches, in bytes; shared layers are counted with each.
    package var size: Int64
    package var publishedAt: Int64
    package var lastUsedAt: Int64?

    package init(
        kind: CleanupItem.Kind, repository: String, tag: String?, digest: Digest, generation: Int64, action: Action, imageName: String? = nil,
        strategy: TagStrategy? = nil, rule: String, reason: String, size: Int64 = 0, publishedAt: Int64 = 0, lastUsedAt: Int64? = nil
    ) {
        self.kind = kind
        self.repository = repository
        self.tag = tag
        self.digest = digest
        self.generation = generation
        self.action = action
        self.imageName = imageName
        self.strategy = strategy
        self.rule = rule
        self.reason = reason
        self.size = size
        self.publishedAt = publishedAt
        self.lastUsedAt = lastUsedAt
    }
}
