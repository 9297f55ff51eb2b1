package import StageModel

/// What is checked out.
package struct GitHead: Hashable, Sendable {
    package let commit: CommitID
    /// The branch; where none is checked out, the newest tag of the commit.
    package let reference: String?
    /// True where the clone has only a part of the history: see `git fetch --unshallow`.
    package let isShallow: Bool

    package init(commit: CommitID, reference: String?, isShallow: Bool) {
        self.commit = commit
        self.reference = reference
        self.isShallow = isShallow
    }
}
