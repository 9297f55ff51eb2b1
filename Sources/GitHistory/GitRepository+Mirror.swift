import FoundationEssentials
import Glibc

extension GitRepository {
    /// Brings a bare mirror up to date, and makes it where it isn't there.
    ///
    /// A new mirror has branches, tags and, if the remote can leave out the rest, commits only. One that somebody made with
    /// `git clone --mirror` serves as well. Nothing is ever asked on a terminal. What is interrupted while it makes the mirror is
    /// made again from the start, beside the folder.
    ///
    /// - Parameters:
    ///   - folder: Absolute path of the mirror.
    ///   - url: Where the mirror is fetched from; `nil` for one that exists, and knows it.
    ///   - timeLimit: For each use of the network.
    /// - Throws: ``GitError``, with codes `noRemote` where the folder isn't a mirror, `unreachableRemote` and `timedOut`;
    ///   `CancellationError`.
    package static func fetchMirror(_ folder: String, from url: String? = nil, timeLimit: Duration = .seconds(1800)) async throws -> GitRepository {
        try await fetchMirror(folder, from: url, timeLimit: timeLimit, git: GitProgram())
    }

    static func fetchMirror(_ folder: String, from url: String?, timeLimit: Duration, git: GitProgram) async throws -> GitRepository {
        guard FileManager.default.fileExists(atPath: folder) else {
            guard let url else { throw GitError(.noRemote, "there is no git mirror at \(folder); make it: git clone --mirror URL \(folder)") }
            return try await makeMirror(folder, from: url, timeLimit: timeLimit, git: git)
        }
        guard let mirror = try await find(from: folder, git: git), let remote = try await mirror.remote(), remote.isMirrored,
            // Not a repository that only has the folder in it.
            path(mirror.commonFolder) == path(folder)
        else {
            throw GitError(.noRemote, "\(folder) is not a git mirror; move it away, and make it: git clone --mirror \(url ?? "URL") \(folder)")
        }
        if let url { _ = try await git.succeed(["remote", "set-url", "--", remote.name, url], in: folder) }
        try await mirror.fetch(remote, unshallow: !mirror.shallowCommits().isEmpty, timeLimit: timeLimit)
        // Here, since nobody else does it, and not behind our back.
        _ = try await git.succeed(["-c", "gc.autoDetach=false", "gc", "--auto", "--quiet"], in: folder)
        return mirror
    }

    private static func makeMirror(_ folder: String, from url: String, timeLimit: Duration, git: GitProgram) async throws -> GitRepository {
        let unfinished = folder + ".new"
        do {
            if FileManager.default.fileExists(atPath: unfinished) { try FileManager.default.removeItem(atPath: unfinished) }
            // Not `--mirror`, which brings a forge's references to every merge request as well.
            let arguments = ["clone", "--quiet", "--bare", "--filter=tree:0", "-c", "remote.origin.mirror=true", "--", url, unfinished]
            let output = try await git.runOverNetwork(arguments, in: "/", timeLimit: timeLimit)
            guard output.exitCode == 0 else {
                throw GitProgram.remoteFailure("the git mirror \(folder) could not be made", arguments, output)
            }
            try FileManager.default.moveItem(atPath: unfinished, toPath: folder)
        } catch let error as GitError {
            throw error
        } catch let error as CancellationError {
            throw error
        } catch {
            throw GitError(.failed, "the git mirror \(folder) could not be made: \(error)", cause: error)
        }
        guard let mirror = try await find(from: folder, git: git) else {
            throw GitError(.failed, "git doesn't find the mirror \(folder) that it made")
        }
        return mirror
    }

    private static func path(_ folder: String) -> String? {
        guard let resolved = realpath(folder, nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
    }
}
