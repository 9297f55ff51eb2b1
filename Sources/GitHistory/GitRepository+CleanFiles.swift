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
    /// Costs five or six runs of git, whatever the count of files.
    ///
    /// - Parameter folder: A folder in this work tree; the paths of the answer are relative to it.
    /// - Returns: Nothing in a bare repository, and where objects are replaced (`git replace`).
    /// - Throws: ``GitError``; `CancellationError`.
    package func cleanFiles(under folder: String) async throws -> CleanFiles {
        guard hasWorkTree else { return CleanFiles() }
        async let replaced = git.succeed(["for-each-ref", "--count=1", "--format=%(refname)", "refs/replace"], in: folder)
        async let convertsAll = convertsLineEnds(in: folder)
        async let changed = git.succeed(["diff-files", "--name-only", "-z", "--relative", "--ignore-submodules=all"], in: folder)
        async let tracked = git.succeed(["ls-files", "-z", "-v", "--stage"], in: folder)

        guard try await replaced.bytes.isEmpty else { return CleanFiles() }
        var clean = CleanFiles(listing: try await tracked.bytes)
        clean.remove(Set(NulSeparated(try await changed.bytes)))
        let attributes = try await fileAttributes(of: clean.files, in: folder)
        clean.remove(attributes.filtered)
        let doubtful = try await convertsAll ? clean.files : clean.files.filter { attributes.withLineEnds.contains($0.path) }
        clean.remove(try await converted(among: doubtful, under: folder))
        return clean
    }

    private func fileAttributes(of files: [CleanFiles.File], in folder: String) async throws -> FileAttributes {
        guard !files.isEmpty else { return FileAttributes(listing: []) }
        var paths: [UInt8] = []
        for file in files {
            paths += file.path
            paths.append(0)
        }
        // Not `ls-files` with a pattern of attributes: in a subfolder git 2.39 looks them up by names that lack the folder's.
        return FileAttributes(listing: try await git.succeed(["check-attr", "--all", "-z", "--stdin"], in: folder, input: paths).bytes)
    }
}
