extension GitRepository {
    /// The remote `origin`, or else the only one; `nil` in a bare repository that has none, whose own branches and tags are then all
    /// there is.
    ///
    /// - Throws: ``GitError``, with code `noRemote` where there are several others, or none in a repository that isn't bare.
    func remote() async throws -> GitRemote? {
        let arguments = ["config", "--null", "--get-regexp", #"^(core\.bare|remote\..*\.(url|mirror|promisor))$"#]
        let output = try await git.run(arguments, in: folder)
        // 1 says that there is no such setting.
        guard output.exitCode == 0 || output.exitCode == 1 && output.errors.isEmpty else { throw GitProgram.failure(arguments, output) }
        var isBare = false
        var remotes: Set<Substring> = []
        var mirrored: Set<Substring> = []
        var partial: Set<Substring> = []
        for entry in NulSeparated(output.bytes) {
            let text = String(decoding: entry, as: UTF8.self)
            let key = text.prefix { $0 != "\n" }
            // A key alone says "true".
            let value = text == key ? "true" : text.dropFirst(key.count + 1).lowercased()
            let isTrue = ["true", "yes", "on"].contains(value) || (Int(value) ?? 0) != 0
            guard key.hasPrefix("remote."), let end = key.lastIndex(of: ".") else {
                isBare = isTrue
                continue
            }
            let name = key[..<end].dropFirst("remote.".count)
            switch key[end...] {
            case ".url": remotes.insert(name)
            case ".mirror": if isTrue { mirrored.insert(name) } else { mirrored.remove(name) }
            default: if isTrue { partial.insert(name) } else { partial.remove(name) }
            }
        }
        let chosen = remotes.contains("origin") ? "origin" : remotes.first
        guard let chosen else {
            if isBare { return nil }
            throw GitError(
                .noRemote,
                "the git repository has no remote, which could tell which branches and tags exist; add it: git remote add origin URL, or give a bare mirror"
            )
        }
        guard chosen == "origin" || remotes.count == 1 else {
            let names = remotes.sorted()
            throw GitError(
                .noRemote,
                "the git repository has the remotes \(names.joined(separator: ", ")), and none that is called origin; run: git remote rename \(names[0]) origin"
            )
        }
        return GitRemote(name: String(chosen), isMirrored: isBare && mirrored.contains(chosen), isPartial: !partial.isEmpty)
    }

    /// The branches and tags that a remote has now.
    ///
    /// - Throws: ``GitError``, with codes `unreachableRemote` and `timedOut`.
    func list(_ remote: GitRemote, timeLimit: Duration) async throws -> [ListedReference] {
        let arguments = ["ls-remote", "--quiet", "--heads", "--tags", "--", remote.name]
        let output = try await git.runOverNetwork(arguments, in: folder, timeLimit: timeLimit)
        guard output.exitCode == 0 else {
            throw GitProgram.remoteFailure("the remote \(remote.name) doesn't tell which branches and tags it has", arguments, output)
        }
        return try ListedReference.list(output)
    }

    /// The branches and tags of this repository.
    func ownReferences() async throws -> [ListedReference] {
        let arguments = ["show-ref", "--heads", "--tags", "--dereference"]
        let output = try await git.run(arguments, in: folder)
        // It leaves out what it can't read, and says only so; 1 and no word says that there are none.
        guard output.errors.isEmpty, output.exitCode == 0 || output.exitCode == 1 else { throw GitProgram.failure(arguments, output) }
        return try ListedReference.list(output)
    }

    /// Brings all branches and tags of a remote, and forgets those that it has no more.
    ///
    /// - Throws: ``GitError``, with codes `unreachableRemote` and `timedOut`.
    func fetch(_ remote: GitRemote, unshallow: Bool, timeLimit: Duration) async throws {
        let arguments =
            ["fetch", "--quiet", "--prune", "--no-recurse-submodules", "--no-write-fetch-head", "--no-auto-maintenance"]
            + (unshallow ? ["--unshallow"] : []) + ["--", remote.name] + remote.refspecs
        let output = try await git.runOverNetwork(arguments, in: folder, timeLimit: timeLimit)
        guard output.exitCode == 0 else { throw GitProgram.remoteFailure("the remote \(remote.name) could not be fetched", arguments, output) }
    }
}
