extension GitRepository {
    /// The tracked files under a folder whose bytes on the disk are exactly those of their objects.
    ///
    /// Left out, since git can't vouch for their bytes without reading them, or isn't asked to: files that changed or look as
    /// if they had, and those in conflict; symlinks and submodules; files marked `assume-unchanged`, `skip-worktree` or
    /// `intent-to-add`; files under a filter (LFS), `ident` or an encoding; files whose line ends are converted, unless their
    /// size says that nothing was.
    ///
    /// Attributes are those of now. A file that was checked out under others can have other bytes than its object; whoever
    /// keeps facts by object ids should keep the size as well, and compare it.
    ///
    /// Costs five or six runs of git at once, whatever the count of files.
    ///
    /// - Parameter folder: A folder in this work tree; the paths of the answer are relative to it.
    /// - Returns: Nothing in a bare repository, and where objects are replaced (`git replace`).
    /// - Throws: ``GitError``; `CancellationError`.
    package func cleanFiles(under folder: String) async throws -> CleanFiles {
        guard hasWorkTree else { return CleanFiles() }
        async let replaced = git.succeed(["for-each-ref", "--count=1", "--format=%(refname)", "refs/replace"], in: folder)
        async let convertsAll = convertsLineEnds(in: folder)
        async let changed = git.succeed(["diff-files", "--name-only", "-z", "--relative", "--ignore-submodules=all"], in: folder)
        async let plain = git.succeed(["ls-files", "-z", "--", Self.files(without: Self.otherAttributes + Self.lineEndAttributes)], in: folder)
        async let tracked = git.succeed(["ls-files", "-z", "-v", "--stage", "--", Self.files(without: Self.otherAttributes)], in: folder)

        guard try await replaced.bytes.isEmpty else { return CleanFiles() }
        let listing = try await tracked.bytes
        var clean = CleanFiles(listing: listing)
        clean.remove(Set(NulSeparated(try await changed.bytes)))

        let (plainPaths, convertsAllFiles) = try await (plain.bytes, convertsAll)
        // Without attributes, which is the common case, the two lists have the same files.
        if !convertsAllFiles, plainPaths.count(where: { $0 == 0 }) == listing.count(where: { $0 == 0 }) { return clean }
        var doubtful = clean
        if !convertsAllFiles { doubtful.remove(Set(NulSeparated(plainPaths))) }
        clean.remove(try await converted(among: doubtful.files, under: folder))
        return clean
    }

    private static let otherAttributes = ["filter", "ident", "working-tree-encoding"]
    private static let lineEndAttributes = ["text", "crlf", "eol"]

    /// A pattern for files that have none of the attributes, neither set nor unset.
    private static func files(without attributes: [String]) -> String {
        ":(attr:" + attributes.map { "!\($0)" }.joined(separator: " ") + ")"
    }
}
