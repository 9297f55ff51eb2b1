package import StageModel

extension GitRepository {
    /// The branches and tags of the remote, and every commit that can be reached from them.
    ///
    /// The remote is `origin`, or else the only one; what it says now is the list, and what this clone has of it must be whole.
    /// Which branches the clone itself has doesn't matter. A bare repository without a remote answers from its own branches and
    /// tags.
    ///
    /// Costs two runs of git for the list, one for the dates of annotated tags, and one for the history.
    ///
    /// - Parameters:
    ///   - fetch: Fetches first, which moves the clone's branches of the remote and its tags to where the remote has them, and
    ///     removes those that the remote doesn't have. Where the remote changes meanwhile, it does so up to three times.
    ///   - timeLimit: For each use of the network.
    /// - Throws: ``GitError``, with the command that mends it in its message where the code is `shallow` or `missingObjects`; other
    ///   codes `noRemote`, `unreachableRemote`, `timedOut` and `failed`; `CancellationError`.
    package func snapshot(fetch: Bool = false, timeLimit: Duration = .seconds(1800)) async throws -> GitSnapshot {
        let remote = try await remote()
        guard fetch, let remote else {
            try requireWholeHistory(of: remote)
            let listed = if let remote { try await list(remote, timeLimit: timeLimit) } else { try await ownReferences() }
            return try await snapshot(of: listed, in: remote)
        }
        for _ in 0..<2 {
            do {
                return try await fetchedSnapshot(of: remote, timeLimit: timeLimit)
            } catch let error as GitError where error.code == .missingObjects {
                // The list was of before the fetch, and something of it was gone when that came.
                continue
            }
        }
        return try await fetchedSnapshot(of: remote, timeLimit: timeLimit)
    }

    private func fetchedSnapshot(of remote: GitRemote, timeLimit: Duration) async throws -> GitSnapshot {
        // The list before the fetch, so that what comes in between is there and not listed, and not the other way around.
        let listed = try await list(remote, timeLimit: timeLimit)
        try await self.fetch(remote, unshallow: !shallowCommits().isEmpty, timeLimit: timeLimit)
        try requireWholeHistory(of: remote)
        return try await snapshot(of: listed, in: remote)
    }

    private func requireWholeHistory(of remote: GitRemote?) throws {
        guard try !shallowCommits().isEmpty else { return }
        let command = remote.map { "run: " + $0.fetchCommand("--unshallow") } ?? "make it anew, from a repository that is not"
        throw GitError(.shallow, "the git clone is shallow, it has only a part of the history; \(command)")
    }

    private func snapshot(of listed: [ListedReference], in remote: GitRemote?) async throws -> GitSnapshot {
        guard let first = listed.first else {
            // Everything would be gone, which is more likely the wrong remote.
            throw GitError(
                .noCommits, "\(remote.map { "the remote \($0.name)" } ?? "the git repository") has no branch and no tag; is it the right one?")
        }
        let tags = try await tagObjects(of: listed)
        let graph = try await history(of: listed, idSize: first.object.value.utf8.count / 2, in: remote)
        let absent = listed.filter { graph.position(of: $0.tip) == nil }
        let others = try await objectsThatAreNoCommits(among: absent)
        let missing = listed.filter { tags.missing.contains($0.object) } + absent.filter { !others.contains($0.tip) }
        guard missing.isEmpty else { throw Self.missing(missing, in: remote) }

        var references: [GitReference] = []
        references.reserveCapacity(listed.count)
        for reference in listed {
            guard let position = graph.position(of: reference.tip) else { continue }
            references.append(
                GitReference(
                    kind: reference.kind, name: reference.name, commit: reference.tip,
                    modifiedAt: tags.dates[reference.object] ?? graph.committedAt(position)))
        }
        references.sort { ($0.kind.rawValue, $0.name) < ($1.kind.rawValue, $1.name) }
        return GitSnapshot(references: references, graph: graph)
    }

    private func tagObjects(of listed: [ListedReference]) async throws -> TagObjects {
        let annotated = Set(listed.lazy.filter { $0.target != nil }.map(\.object))
        guard !annotated.isEmpty else { return TagObjects() }
        return try TagObjects(await git.succeed(["cat-file", "--batch"], in: folder, input: Self.lines(annotated)))
    }

    /// Everything that can be reached from those of the references that are there and lead to commits.
    private func history(of listed: [ListedReference], idSize: Int, in remote: GitRemote?) async throws -> CommitGraph {
        do {
            return try await git.stream(
                // Without `--missing` a partial clone would try a fetch for each commit it doesn't find.
                ["rev-list", "--timestamp", "--parents", "--ignore-missing", "--missing=allow-any", "--stdin"], in: folder,
                input: Self.lines(Set(listed.map(\.tip))), into: CommitLines(idSize: idSize)
            ) { try $0.read($1) }.graph()
        } catch let error as CommitGraphError {
            throw Self.incomplete(error.message, remote, cause: error)
        } catch let error as GitError where error.code == .failed && remote?.isPartial == true {
            throw Self.incomplete(error.message, remote, cause: error)
        }
    }

    /// Tags can lead to files and folders as well.
    private func objectsThatAreNoCommits(among listed: [ListedReference]) async throws -> Set<CommitID> {
        let tips = Set(listed.lazy.filter { $0.kind == .tag }.map(\.tip))
        guard !tips.isEmpty else { return [] }
        let output = try await git.succeed(["cat-file", "--batch-check=%(objectname) %(objecttype)"], in: folder, input: Self.lines(tips))
        return Set(
            output.lines.lazy.map { $0.split(separator: " ") }.filter { $0.count == 2 && ["tree", "blob"].contains($0[1]) }.compactMap {
                CommitID($0[0])
            })
    }

    private static func lines(_ ids: Set<CommitID>) -> [UInt8] {
        Array((ids.map(\.value).sorted().joined(separator: "\n") + "\n").utf8)
    }
}

extension GitRepository {
    private static func missing(_ references: [ListedReference], in remote: GitRemote?) -> GitError {
        let shown = references.prefix(3).map(\.title).joined(separator: ", ") + (references.count > 3 ? " and \(references.count - 3) more" : "")
        guard let remote else {
            return GitError(.missingObjects, "the git repository lacks objects of \(shown); it is damaged: git fsck says more")
        }
        return GitError(
            .missingObjects, "the remote \(remote.name) has what this clone has not: \(shown); run: \(remote.fetchCommand())")
    }

    private static func incomplete(_ problem: String, _ remote: GitRemote?, cause: any Error) -> GitError {
        let advice = remote?.isPartial == true ? "run: " + (remote?.fetchCommand("--refetch", "--no-filter") ?? "") : "git fsck says more"
        return GitError(.missingObjects, "the git clone lacks a part of the history (\(problem)); \(advice)", cause: cause)
    }
}
