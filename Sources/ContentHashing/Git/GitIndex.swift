import Glibc

/// The index of a git work tree, read from its file: which object each file was when git last looked, and the status it had.
///
/// Read by ourselves, since for 50,000 files `git ls-files` and its text cost as much as all that the cache of digests
/// leaves to do. Git has to say which files differ from it (`git diff-files`): see ``TreeHasher``. The format is that of
/// gitformat-index(5), versions 2, 3 and 4, of repositories with SHA-1 and with SHA-256.
///
/// Only files that git compares are taken: neither links nor submodules, nothing in conflict, and not what it is told to
/// assume unchanged, to leave out of the work tree, or was only told of (`--intent-to-add`).
package struct GitIndex: Sendable {
    /// Which file an index is, and in what state. To be taken before git compares and again after it: if another process has
    /// replaced the index in between, git spoke of another one, and nothing of the one that was read may be used.
    package struct Version: Hashable, Sendable {
        private let identity: WholeFile.Identity

        /// - Returns: `nil` where there is no index.
        package init?(of path: String) {
            guard let identity = WholeFile.Identity(of: path) else { return nil }
            self.identity = identity
        }

        fileprivate init(_ file: WholeFile) {
            self.identity = file.identity
        }
    }

    /// Filters are not looked at: what has one has to be among the changed files.
    package let objectIDs: ObjectIDs
    /// Whether git finds attributes in the index or in the work tree, in a folder that a file stands in or one above it.
    package let hasAttributes: Bool
    package let version: Version

    /// Reads an index, on a thread of its own.
    ///
    /// - Parameters:
    ///   - path: Of the file, `git rev-parse --git-path index`.
    ///   - workTree: The work tree's top folder.
    ///   - folder: The paths of the result are relative to it, and it is relative to the work tree's top; `.` is the top.
    /// - Returns: `nil` where there is no index, or one that is damaged, split, or of a later version. Nothing is wrong then,
    ///   files are read.
    package static func read(_ path: String, workTree: TreePath, below folder: TreePath = .base) async -> GitIndex? {
        // Without a thread for it nothing is lost but time.
        try? await NamedThreads.run(name: "git-index") { GitIndex(reading: path, workTree: workTree, below: folder) }
    }

    init?(reading path: String, workTree: TreePath, below folder: TreePath = .base) {
        guard let whole = WholeFile(path, maximumSize: 1 << 30),
            let content = whole.bytes.withUnsafeBytes({ GitIndexParser.parse($0, below: folder) })
        else { return nil }
        self.objectIDs = content.objectIDs
        self.hasAttributes = content.hasAttributes || GitAttributeFiles(workTree: workTree, folder: folder).exist(besides: content.objectIDs)
        self.version = Version(whole)
    }
}
