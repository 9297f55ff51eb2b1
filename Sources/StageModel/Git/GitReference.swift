/// A branch or a tag, as the remote has it.
package struct GitReference: Hashable, Sendable {
    package enum Kind: String, Hashable, Sendable {
        case branch, tag
    }

    package var kind: Kind
    /// Without `refs/heads/`, `refs/tags/` or the name of a remote.
    package var name: String
    /// The commit it leads to, also through an annotated tag.
    package var commit: CommitID
    /// Of a branch and a lightweight tag: when its commit was committed. Of an annotated tag: when it was made.
    package var modifiedAt: Timestamp

    package init(kind: Kind, name: String, commit: CommitID, modifiedAt: Timestamp) {
        self.kind = kind
        self.name = name
        self.commit = commit
        self.modifiedAt = modifiedAt
    }
}
