/// What git answered about commits: which are ancestors of the current ones.
package struct CommitAncestry: Hashable, Sendable {
    package enum Answer: Hashable, Sendable {
        /// An ancestor of every current commit, or one of them.
        case ancestor
        case notAncestor
        /// Git can't tell, and why: the commit isn't in this clone, or the clone is shallow.
        case unknown(reason: String)
    }

    private let answers: [CommitID: Answer]

    package init(_ answers: [CommitID: Answer]) {
        self.answers = answers
    }

    package subscript(commit: CommitID) -> Answer {
        answers[commit] ?? .unknown(reason: "git was not asked about \(commit)")
    }
}
