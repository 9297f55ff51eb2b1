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
    /// Filters are not looked at: what has one has to be among the changed files.
    package let objectIDs: ObjectIDs
    private let file: WholeFile.Identity
    private let path: String

    /// Reads an index.
    ///
    /// - Parameters:
    ///   - path: Of the file, `git rev-parse --git-path index`.
    ///   - folder: The paths of the result are relative to it, and it is relative to the work tree's top; `.` is the top.
    ///   - trustsModes: Whether git compares the right to execute (`core.fileMode`). If it doesn't, files are looked at.
    /// - Returns: `nil` where there is no index, or one that is damaged, split, or of a later version. Nothing is wrong then,
    ///   files are read.
    package init?(reading path: String, below folder: TreePath = .base, trustsModes: Bool) {
        guard let whole = WholeFile(path, maximumSize: 1 << 30),
            let objectIDs = whole.bytes.withUnsafeBytes({ GitIndexParser.parse($0, below: folder, trustsModes: trustsModes) })
        else { return nil }
        self.objectIDs = objectIDs
        self.file = whole.identity
        self.path = path
    }

    /// Whether the file is still the one that was read. To be asked after git has compared: if another process has changed
    /// the index in between, git spoke of another one, and nothing of this one may be used.
    package var isCurrent: Bool { WholeFile.Identity(of: path) == file }
}
