package import ContentHashing

/// The tracked files below a folder of a work tree, while git compares them with its index.
///
/// What the index says is there at once; what git says against it comes later, and has to be waited for before anything is
/// believed. Git's runs end when the value is let go.
///
/// Attributes are those of now. A file that was checked out under others can have other bytes than its object; whoever keeps
/// facts by object ids should keep the size as well, and compare it. That also tells of files whose line ends git converts, since
/// converting only adds or takes bytes.
package struct TrackedFiles: Sendable {
    /// By the index, with paths relative to the folder. Nothing of it holds before ``changed()`` has answered.
    package let objectIDs: ObjectIDs
    private let indexFile: String
    private let version: GitIndex.Version
    private let differing: GitQuestion<[TreePath]>
    private let filtered: GitQuestion<[TreePath]>

    /// Reads the index, and has git start to compare.
    ///
    /// Costs three runs of git, whatever the count of files, and a fourth where there may be attributes.
    ///
    /// - Parameter folder: In a work tree.
    /// - Returns: `nil` where git can vouch for nothing: in no work tree, where objects are replaced (`git replace`), and where
    ///   there is no index or one that ``GitIndex`` does not read.
    /// - Throws: ``GitError`` with codes `notInstalled`, `unsafeOwnership` and `failed`; `CancellationError`.
    package static func find(below folder: String) async throws -> TrackedFiles? {
        try await find(below: folder, git: GitProgram())
    }

    static func find(below folder: String, git: GitProgram) async throws -> TrackedFiles? {
        // The version before git starts: see `changed`.
        guard let tree = try await GitWorkTree.find(from: folder, git: git), let version = GitIndex.Version(of: tree.indexFile) else { return nil }
        let differing = GitQuestion { try await tree.differingFiles() }
        guard let index = await GitIndex.read(tree.indexFile, workTree: tree.top, below: tree.prefix), index.version == version else { return nil }
        return TrackedFiles(
            objectIDs: index.objectIDs, indexFile: tree.indexFile, version: version, differing: differing,
            filtered: GitQuestion { try await tree.filteredFiles(of: index) })
    }

    /// The files that may not be the object that the index says: they changed or look as if they had, or their bytes go through a
    /// filter (LFS), `ident` or an encoding.
    ///
    /// - Returns: `nil` where the index was replaced meanwhile, so that nothing of ``objectIDs`` holds.
    /// - Throws: ``GitError`` with code `failed`; `CancellationError`.
    package func changed() async throws -> [TreePath]? {
        let paths = try await differing.answer() + filtered.answer()
        return GitIndex.Version(of: indexFile) == version ? paths : nil
    }
}
