/// A fresh folder beside a target, which takes the target's place as a whole.
///
/// It is a sibling, `.NAME.stowage-RANDOM`, so that a rename is enough. What a killed process left of that form is removed when
/// the next replacement of the same target is made, if it is older than a day and no process holds it.
///
/// End with one of the commits or ``abandon()``.
package final class FolderReplacement: Sendable {
    /// What is replaced; of a target that is a symbolic link, what it leads to.
    package let target: String
    /// The fresh folder, to be filled.
    package let path: String

    /// Makes the fresh folder. The target need not exist; the folder it is in must.
    package static func make(for target: String) async throws -> FolderReplacement {
        throw LayerArchiveError(.unsupported, "not built yet")
    }

    private init(target: String, path: String) {
        self.target = target
        self.path = path
    }

    /// Puts the folder in the target's place, in one step where the file system can (`RENAME_EXCHANGE`), and removes what was
    /// there. A folder keeps the mode that the target had.
    ///
    /// - Throws: ``LayerArchiveError``; then the target is as it was, unless the message says that what it was could not
    ///   be removed.
    package func commit() async throws {}

    /// Puts the one file that the folder holds in the target's place: for outputs that are a single file
    /// (``WrittenLayer/Root/file``). Any name will do.
    ///
    /// - Throws: ``LayerArchiveError``, also where the folder holds anything else.
    package func commitFile() async throws {}

    /// Removes the fresh folder. The target stays as it is. Does nothing after a commit.
    package func abandon() async throws {}
}
