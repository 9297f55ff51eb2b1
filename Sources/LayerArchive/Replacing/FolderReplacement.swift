import Glibc
import Synchronization

/// A fresh folder beside a target, which takes the target's place as a whole.
///
/// It is a sibling, `.NAME.stowage-RANDOM`, so that a rename is enough. What a killed process left of that form is removed when
/// the next replacement of the same target is made: only folders of the same user, older than a day, that no process holds
/// (each is locked with `flock` while it is in use).
///
/// End with one of the commits or ``abandon()``. Nothing is synced to the disk.
package final class FolderReplacement: Sendable {
    /// What is replaced; of a target that is a symbolic link, what it leads to.
    package let target: String
    /// The fresh folder, to be filled.
    package let path: String

    private let place: ReplacementPlace
    /// nil after a commit.
    private let fresh: Mutex<FreshFolder?>

    /// Makes the fresh folder. The target need not exist; the folder it is in must.
    ///
    /// - Throws: ``LayerArchiveError``; with code `unsupported` for the root, a mount point, and the folder that the process
    ///   works in or one above it, whose users would stay behind in the old one.
    package static func make(for target: String) async throws -> FolderReplacement {
        try await make(for: target, removingLeftoversOlderThan: Leftovers.leastAge)
    }

    /// - Parameter age: in seconds.
    static func make(for target: String, removingLeftoversOlderThan age: Int) async throws -> FolderReplacement {
        try await NamedThread.run("layer-replace") {
            let place = try ReplacementPlace(target)
            try Leftovers.remove(in: place, olderThan: age)
            return FolderReplacement(place, try FreshFolder(in: place))
        }
    }

    private init(_ place: ReplacementPlace, _ fresh: FreshFolder) {
        self.target = place.path
        self.path = place.sibling(fresh.name)
        self.place = place
        self.fresh = Mutex(fresh)
    }

    /// Puts the folder in the target's place, in one step where the file system can (`RENAME_EXCHANGE`), and removes what was
    /// there.
    ///
    /// - Parameter mode: For the folder. Without one it takes over the mode of the folder that it replaces; other new ones have
    ///   that of any new folder.
    /// - Throws: ``LayerArchiveError``. With code `leftBehind` the new folder is in place and the old one could not be removed;
    ///   otherwise the target is as it was, and the fresh folder can be committed again or abandoned.
    package func commit(mode: UInt16? = nil) async throws {
        try await end { fresh, place in
            if let mode { try fresh.setMode(mode, in: place) } else { try fresh.takeModeOfTarget(in: place) }
            return try place.swapIn(fresh.name)
        }
    }

    /// Puts the one file that the folder holds in the target's place: for outputs that are a single file
    /// (``WrittenLayer/Root/file``). Whatever its name is, it gets the target's.
    ///
    /// - Throws: ``LayerArchiveError`` as ``commit()``, also where the folder holds anything else.
    package func commitFile() async throws {
        try await end { fresh, place in
            try place.swapIn(try fresh.onlyFile(in: place), from: fresh)
            return fresh.name
        }
    }

    /// Removes the fresh folder. The target stays as it is. Does nothing after a commit.
    ///
    /// - Throws: ``LayerArchiveError`` with code `leftBehind`.
    package func abandon() async throws {
        try await end { fresh, _ in fresh.name }
    }

    /// - Parameter body: returns the name that is to be removed afterwards.
    private func end(_ body: @escaping @Sendable (FreshFolder, ReplacementPlace) throws -> String?) async throws {
        try await NamedThread.run("layer-replace") {
            let leftover = try self.fresh.withLock { fresh throws -> String? in
                guard let held = fresh else { return nil }
                let leftover = try body(held, self.place)
                fresh = nil
                return leftover
            }
            guard let leftover else { return }
            do {
                try TreeRemoval.remove(leftover.utf8, in: self.place.number, shown: self.place.sibling(leftover))
            } catch {
                throw LayerArchiveError(.leftBehind, "'\(self.place.sibling(leftover))' is left behind; remove it: \(error)", cause: error)
            }
        }
    }
}
