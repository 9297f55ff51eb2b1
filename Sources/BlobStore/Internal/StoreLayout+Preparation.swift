import ContentHashing
import Glibc

extension StoreLayout {
    /// For the data folder and all below it. Blob files are readable to all, so this keeps strangers out.
    private static let folderMode: UInt16 = 0o750

    /// Makes the data folder itself, with missing folders above it, durably.
    func makeRoot(in fileSystem: some FileSystem) throws(FileError) {
        try Self.makeFolder(root, in: fileSystem)
    }

    /// Makes every folder that is missing, durably. Blobs are not looked at: at a later opening it costs one listing of 256
    /// names per algorithm and a handful of syncs.
    func prepare(in fileSystem: some FileSystem) throws(FileError) {
        for folder in folders {
            try Self.makeFolder(folder, in: fileSystem)
        }
        for algorithm in DigestAlgorithm.allCases {
            let parent = folder(of: algorithm)
            try Self.makeFolder(parent, in: fileSystem)
            let missing = Set(Self.prefixes).subtracting(try fileSystem.list(parent)).sorted()
            // All are made before the first is synced, so that one commit of the file system's journal takes them all.
            for name in missing {
                try fileSystem.makeFolder("\(parent)/\(name)", mode: Self.folderMode)
            }
            for name in missing {
                try fileSystem.synchronizeFolder("\(parent)/\(name)")
            }
            // Synced even when nothing was missing: an earlier start may have died between making and syncing.
            try fileSystem.synchronizeFolder(parent)
        }
        try fileSystem.synchronizeFolder(blobs)
        try fileSystem.synchronizeFolder(root)
    }

    private static func makeFolder(_ path: String, in fileSystem: some FileSystem) throws(FileError) {
        guard try fileSystem.status(path) == nil else { return }
        let parent = parent(of: path)
        if parent != path { try makeFolder(parent, in: fileSystem) }
        do {
            try fileSystem.makeFolder(path, mode: folderMode)
        } catch  where error.errno == EEXIST {
            // Somebody was faster; that one syncs it, and so do we.
        }
        try fileSystem.synchronizeFolder(path)
        try fileSystem.synchronizeFolder(parent)
    }

    static func parent(of path: String) -> String {
        var path = Substring(path)
        while path.count > 1, path.hasSuffix("/") { path.removeLast() }
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}
