/// Chooses between several stages of one signature. The choice is the same on every runner.
///
/// Not aware of git: the smallest unique id, which is the oldest. Aware of git: the smallest of those whose commits are all
/// ancestors of the current ones; a stage that has no commits recorded doesn't qualify.
package struct CandidateSelection: Hashable, Sendable {
    package struct Undecided: Hashable, Sendable {
        package let candidate: StageCandidate
        package let reason: String
    }

    package private(set) var selected: StageCandidate?
    /// Candidates that were passed over because git couldn't tell, to be said to the user.
    package private(set) var undecided: [Undecided] = []

    /// - Parameter ancestry: What git says; `nil` to choose without git.
    package init(among candidates: [StageCandidate], ancestry: CommitAncestry?) {
        for candidate in candidates.sorted(by: { $0.uniqueID < $1.uniqueID }) {
            guard let ancestry else {
                selected = candidate
                return
            }
            guard !candidate.commits.isEmpty else { continue }
            let answers = candidate.commits.map { ancestry[$0] }
            if answers.allSatisfy({ $0 == .ancestor }) {
                selected = candidate
                return
            }
            // One certain "no" decides, whatever else is unknown.
            if !answers.contains(.notAncestor), let unknown = answers.lazy.compactMap(\.reason).first {
                undecided.append(Undecided(candidate: candidate, reason: unknown))
            }
        }
    }
}

extension CommitAncestry.Answer {
    fileprivate var reason: String? {
        if case .unknown(let reason) = self { reason } else { nil }
    }
}
