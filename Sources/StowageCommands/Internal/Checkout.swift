import GitHistory
import StageModel

/// What the work is a checkout of: commits and branch, from options, the CI's variables and git, in this order.
struct Checkout: Sendable {
    /// Sorted, each once.
    let commits: [CommitID]
    let reference: String?
    let repository: GitRepository?
    /// Why git could not be asked, where it could not.
    let problem: String?

    init(commits: [CommitID], reference: String?, repository: GitRepository? = nil, problem: String? = nil) {
        self.commits = Array(Set(commits)).sorted()
        self.reference = reference
        self.repository = repository
        self.problem = problem
    }

    /// Never fails for the lack of git: what it doesn't say is not known.
    ///
    /// - Throws: ``CommandError`` with code `usage` for an option that is no commit; `CancellationError`.
    static func find(_ options: FactOptions, in folder: String, environment: [String: String]) async throws -> Checkout {
        let given = try options.commits.map { text in
            guard let commit = CommitID(text) else {
                throw CommandError(
                    .usage, "--commit is '\(text.prefix(80))'; write all 40 or 64 characters of a commit's id, as git rev-parse HEAD does")
            }
            return commit
        }
        let reference = options.reference ?? CIReference(environment: environment)?.name
        do {
            guard let repository = try await GitRepository.find(from: folder) else {
                return Checkout(commits: given, reference: reference, problem: "\(folder) is not in a git work tree")
            }
            guard given.isEmpty || reference == nil else { return Checkout(commits: given, reference: reference, repository: repository) }
            let head = try await repository.head()
            return Checkout(commits: given.isEmpty ? [head.commit] : given, reference: reference ?? head.reference, repository: repository)
        } catch let error as GitError {
            return Checkout(commits: given, reference: reference, problem: error.message)
        }
    }

    /// What git says of the commits of candidates. What it can't say is unknown, with the reason.
    ///
    /// - Throws: `CancellationError`.
    func ancestry(of commits: some Sequence<CommitID>) async throws -> CommitAncestry {
        let commits = Set(commits)
        let reason: String
        if let repository, !self.commits.isEmpty {
            do {
                return try await repository.ancestry(of: commits, from: self.commits)
            } catch let error as GitError {
                reason = error.message
            }
        } else {
            reason = problem ?? "no current commit is known"
        }
        return CommitAncestry(Dictionary(uniqueKeysWithValues: commits.map { ($0, .unknown(reason: reason)) }))
    }

    /// As ``ancestry(of:)``, for all candidates of some states at once.
    func ancestry(of states: [SignatureState]) async throws -> CommitAncestry {
        try await ancestry(of: states.flatMap(\.candidates).flatMap(\.commits))
    }
}
