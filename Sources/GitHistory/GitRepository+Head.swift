import StageModel

extension GitRepository {
    /// What is checked out.
    ///
    /// - Throws: ``GitError``, with code `noCommits` where nothing was committed yet; `CancellationError`.
    package func head() async throws -> GitHead {
        let arguments = ["rev-parse", "--is-shallow-repository", "HEAD^{commit}", "--symbolic-full-name", "HEAD"]
        let output = try await git.run(arguments, in: folder)
        guard output.exitCode == 0 else {
            if output.errors.contains("'HEAD^{commit}'") {
                throw GitError(.noCommits, "the git repository has no commit yet; commit something first")
            }
            throw GitProgram.failure(arguments, output)
        }
        let lines = output.lines
        guard lines.count == 3, let commit = CommitID(lines[1]) else {
            throw GitError(.failed, "git answered about HEAD with '\(output.text.prefix(200))', which can't be understood")
        }
        // `HEAD` alone says that no branch is checked out.
        let reference = lines[2] == "HEAD" ? try await newestTag(of: commit) : Self.shortName(lines[2])
        return GitHead(commit: commit, reference: reference, isShallow: lines[0] == "true")
    }

    private func newestTag(of commit: CommitID) async throws -> String? {
        let output = try await git.succeed(
            [
                "for-each-ref", "--points-at=\(commit)", "--sort=refname", "--sort=-creatordate", "--count=1", "--format=%(refname)", "refs/tags",
            ], in: folder)
        return output.lines.first.map(Self.shortName)
    }

    private static func shortName(_ reference: Substring) -> String {
        for prefix in ["refs/heads/", "refs/tags/"] where reference.hasPrefix(prefix) {
            return String(reference.dropFirst(prefix.count))
        }
        return String(reference)
    }
}
