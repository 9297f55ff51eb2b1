import Glibc

/// Fresh folders of processes that were killed.
enum Leftovers {
    /// In seconds. Far longer than any replacement takes, for file systems that have no locks.
    static let leastAge = 24 * 60 * 60

    /// Removes those of the same target.
    ///
    /// - Throws: ``LayerArchiveError`` where the folder can't be read. What can't be removed is left for the next time.
    static func remove(in place: ReplacementPlace, olderThan age: Int) throws {
        for name in try FolderListing.names(in: place.number, "read the folder '\(place.parentPath)'") where FreshFolder.isName(name, for: place.name)
        {
            guard try isDead(name, in: place, age) else { continue }
            do {
                try TreeRemoval.remove(name, in: place.number, shown: place.sibling(Shown.text(name)))
            } catch is LayerArchiveError {
                // Perhaps another process removes it too; nothing here depends on it.
            }
        }
    }

    private static func isDead(_ name: [UInt8], in place: ReplacementPlace, _ age: Int) throws -> Bool {
        guard case .success(let number) = Descriptor.open(name, in: place.number, O_RDONLY | O_DIRECTORY) else { return false }
        let opened = Descriptor(number)
        let status = try SystemCall.status(opened.number, "look at '\(place.sibling(Shown.text(name)))'")
        // The time of its last change, which nobody can set back; that of modification may come from the archive.
        guard status.st_uid == geteuid(), time(nil) - status.st_ctim.tv_sec > age else { return false }
        // Held by a living process otherwise. Without locks there is no knowing, and it stays.
        return flock(opened.number, LOCK_EX | LOCK_NB) == 0
    }
}
