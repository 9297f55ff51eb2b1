package import StageModel

extension GitRepository {
    /// Which of the candidates are ancestors of every current commit, or one of them.
    ///
    /// Costs one run of git for all commits together, and one or two for each current commit; none at all without candidates.
    /// The answers are exact, whatever the clocks said when the commits were made. In a shallow clone "ancestor" is as certain
    /// as anywhere, and "not an ancestor" only where the current commit's history is whole.
    ///
    /// - Parameter current: Where several are given (both sides of a merge that a CI system makes up), each has to descend
    ///   from the candidate.
    /// - Throws: ``GitError``, with code `unknownCommit` where a current commit is not in this clone; `CancellationError`.
    package func ancestry(of candidates: some Sequence<CommitID>, from current: [CommitID]) async throws -> CommitAncestry {
        let candidates = Set(candidates)
        guard !candidates.isEmpty else { return CommitAncestry([:]) }
        guard !current.isEmpty else { throw GitError(.unknownCommit, "no current commit was given to compare the candidates with") }
        // Where a shallow clone ends. Nobody can tell what comes before these.
        let edge = Set(try shallowCommits())
        let present = try await existing(among: candidates.union(edge).union(current))
        for commit in current where !present.contains(commit) {
            throw GitError(
                .unknownCommit, "the current commit \(commit) is not in this clone; run: " + (edge.isEmpty ? "git fetch origin" : Self.unshallow))
        }
        var ancestors = candidates.intersection(present)
        var certain = Set<CommitID>()
        for commit in current {
            let reached = try await reached(from: commit, among: candidates.union(edge).intersection(present))
            ancestors.formIntersection(reached)
            if edge.isDisjoint(with: reached) { certain.formUnion(candidates.intersection(present).subtracting(reached)) }
        }
        var answers: [CommitID: CommitAncestry.Answer] = [:]
        for candidate in candidates {
            answers[candidate] =
                if ancestors.contains(candidate) {
                    .ancestor
                } else if certain.contains(candidate) {
                    .notAncestor
                } else {
                    .unknown(reason: Self.reason(candidate, isPresent: present.contains(candidate), isShallow: !edge.isEmpty))
                }
        }
        return CommitAncestry(answers)
    }

    private static let unshallow = "git fetch --unshallow origin"

    private static func reason(_ commit: CommitID, isPresent: Bool, isShallow: Bool) -> String {
        if isPresent {
            "this clone is shallow, and what it has doesn't tell whether commit \(commit) came before the current one; run: \(unshallow)"
        } else if isShallow {
            "commit \(commit) is not in this clone, which is shallow; run: \(unshallow)"
        } else {
            "commit \(commit) is not in this clone; run: git fetch origin"
        }
    }

    /// The commits that are in this clone.
    private func existing(among commits: Set<CommitID>) async throws -> Set<CommitID> {
        // Not `cat-file --batch-check`: in a partial clone that tries a fetch for each commit it doesn't find.
        let output = try await git.succeed(
            ["rev-list", "--no-walk=unsorted", "--ignore-missing", "--missing=allow-any", "--stdin"], in: folder,
            input: Self.lines(commits.map(\.value)))
        return commits.intersection(output.commits)
    }

    /// Those of the commits, all of them in this clone, that can be reached from `current`.
    private func reached(from current: CommitID, among commits: Set<CommitID>) async throws -> Set<CommitID> {
        // A commit that isn't listed is certain to be reached. One that is listed may be one all the same: git ends this walk
        // by the dates of the commits, and where they are out of order it can end before it comes to a commit.
        let output = try await git.succeed(
            ["rev-list", "--missing=allow-any", "--stdin"], in: folder, input: Self.lines(commits.map(\.value) + ["^\(current)"]))
        let listed = commits.intersection(output.commits)
        guard !listed.isEmpty else { return commits }
        return try await commits.subtracting(listed).union(exactlyReached(from: current, among: listed))
    }

    /// The same without a look at dates: for a few commits by their merge bases with `current`, for many by its history.
    private func exactlyReached(from current: CommitID, among commits: Set<CommitID>) async throws -> Set<CommitID> {
        guard commits.count <= Self.fewCommits else {
            return try await commits.intersection(
                git.succeed(["rev-list", "--missing=allow-any", "--stdin"], in: folder, input: Self.lines([current.value])).commits)
        }
        // The merge base of an ancestor is the ancestor, and `...` keeps merge bases out.
        let output = try await git.succeed(
            ["rev-list", "--missing=allow-any", "--stdin"], in: folder,
            input: Self.lines(commits.map { "\($0)...\(current)" } + ["^\(current)"]))
        return commits.subtracting(output.commits)
    }

    /// Each costs a walk to its merge base, which may be far.
    private static let fewCommits = 32

    private static func lines(_ lines: [String]) -> [UInt8] {
        Array((lines.joined(separator: "\n") + "\n").utf8)
    }
}

extension GitOutput {
    /// The commits of an output that has one on each line.
    fileprivate var commits: Set<CommitID> { Set(lines.lazy.compactMap { CommitID($0) }) }
}
