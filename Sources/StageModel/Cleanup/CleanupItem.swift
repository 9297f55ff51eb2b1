/// One thing that a plan deletes.
package struct CleanupItem: Hashable, Sendable, Codable {
    package enum Kind: String, Hashable, Sendable, Codable {
        case stage, image
        /// A record of werf's.
        case service
        /// A tag of cosign's, `sha256-HEX.sig`, which lives as long as what it is about.
        case referrer
        /// A manifest without a tag.
        case untagged
    }

    package var kind: Kind
    package var repository: String
    /// Absent for a manifest without a tag.
    package var tag: String?
    /// Of the manifest: what the tag pointed at when the inventory was taken.
    package var digest: String
    /// Of the tag's last change then, or of the manifest's where there is no tag.
    package var generation: Int64
    /// The rule that decided: `git-tag-limit`.
    package var rule: String
    /// The fact that the rule used, for people: `11th newest of git-tag for image node; limit 10`.
    package var reason: String
    /// Items that have to stay where this one stays, by their positions in the plan; all of them are later ones.
    package var needs: [Int]

    package init(
        kind: Kind, repository: String, tag: String?, digest: String, generation: Int64, rule: String, reason: String, needs: [Int] = []
    ) {
        self.kind = kind
        self.repository = repository
        self.tag = tag
        self.digest = digest
        self.generation = generation
        self.rule = rule
        self.reason = reason
        self.needs = needs
    }
}
