extension GitRepository {
    /// The object ids of tracked files under a folder whose bytes on the disk are exactly those of the object.
    ///
    /// Left out, since git can't vouch for their bytes without reading them, or isn't asked to: files that changed or look as
    /// if they had, and those in conflict; symlinks and submodules; files marked `assume-unchanged`, `skip-worktree` or
    /// `intent-to-add`; files under a filter (LFS), `ident` or an encoding; files whose line ends are converted, unless their
    /// size says that nothing was. Names beyond ASCII are left out too: texts that are equal may be different names.
    ///
    /// Attributes are those of now. A file that was checked out under others can have other bytes than its object; whoever
    /// keeps facts by object ids should keep the size as well, and compare it.
    ///
    /// Costs five or six runs of git at once, whatever the count of files.
    ///
    /// - Parameter folder: A folder in this work tree; the paths of the answer are relative to it.
    /// - Returns: Nothing in a bare repository, and where objects are replaced (`git replace`).
    /// - Throws: ``GitError``; `CancellationError`.
    package func cleanObjectIDs(under folder: String) async throws -> [String: String] {
        guard hasWorkTree else { return [:] }
        async let replaced = git.succeed(["for-each-ref", "--count=1", "--format=%(refname)", "refs/replace"], in: folder)
        async let convertsAll = convertsLineEnds(in: folder)
        async let changed = git.succeed(["diff-files", "--name-only", "-z", "--relative", "--ignore-submodules=all"], in: folder)
        async let plain = git.succeed(["ls-files", "-z", "--", Self.files(without: Self.otherAttributes + Self.lineEndAttributes)], in: folder)
        async let tracked = git.succeed(["ls-files", "-z", "-v", "--stage", "--", Self.files(without: Self.otherAttributes)], in: folder)

        guard try await replaced.bytes.isEmpty else { return [:] }
        let files = TrackedFiles(try await tracked.bytes)
        var clean = files.objectIDs
        for path in NulSeparated(try await changed.bytes) {
            if let path = ASCIIPath.text(path) { clean[path] = nil }
        }

        let (plainBytes, convertsAllFiles) = try await (plain.bytes, convertsAll)
        var doubtful = clean
        if !convertsAllFiles {
            // Without attributes, which is the common case, these are all.
            guard plainBytes.count(where: { $0 == 0 }) != files.count else { return clean }
            for path in NulSeparated(plainBytes) {
                if let path = ASCIIPath.text(path) { doubtful[path] = nil }
            }
        }
        for path in try await converted(among: doubtful, under: folder) { clean[path] = nil }
        return clean
    }

    private static let otherAttributes = ["filter", "ident", "working-tree-encoding"]
    private static let lineEndAttributes = ["text", "crlf", "eol"]

    /// A pattern for files that have none of the attributes, neither set nor unset.
    private static func files(without attributes: [String]) -> String {
        ":(attr:" + attributes.map { "!\($0)" }.joined(separator: " ") + ")"
    }
}
