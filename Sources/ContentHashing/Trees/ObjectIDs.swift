/// Which files of a folder are, byte for byte, which objects of git.
///
/// Made by whoever asked git: a file may be in here only if the bytes on the disk are exactly the object's, so no filter
/// (line ends, `ident`, an encoding, LFS) came between, and only if git compared it with its index rather than having been
/// told to assume it unchanged. All ids and paths are in one buffer each, since 50,000 texts cost more than the files'
/// hashing saves.
package struct ObjectIDs: Sendable {
    /// What git's index says of a file that git has just compared with it.
    ///
    /// With it a file whose object is in the cache isn't even looked at. The size guards against files that were checked out
    /// under other attributes than those of now, which git takes for clean.
    package struct Status: Sendable {
        /// Of the file in the work tree, in bytes.
        package let size: Int64
        package let isExecutable: Bool

        package init(size: Int64, isExecutable: Bool) {
            self.size = size
            self.isExecutable = isExecutable
        }
    }

    struct File: Sendable {
        let id: ObjectID
        let status: Status?
    }

    private(set) var paths = PathList()
    private(set) var files: [File] = []

    package init() {}

    /// All paths, each with a zero byte behind it, as `git … -z --stdin` reads them.
    package var terminatedPaths: [UInt8] { paths.bytes }

    package var isEmpty: Bool { files.isEmpty }
    package var count: Int { files.count }

    /// Adds a file; fastest in the order of the paths' bytes, which is git's.
    ///
    /// Takes raw bytes, since what is generic isn't specialised for callers in other modules and costs ten times as much.
    ///
    /// - Parameters:
    ///   - hex: 40 or 64 characters of lower-case hex; a file with another id is left out.
    ///   - path: Relative to the folder.
    ///   - status: `nil` where git doesn't say; the file is looked at then.
    package mutating func append(hex: UnsafeRawBufferPointer, path: UnsafeRawBufferPointer, status: Status? = nil) {
        guard let id = ObjectID(hex: hex) else { return }
        append(id, path: path, status: status)
    }

    mutating func append(_ id: ObjectID, path: UnsafeRawBufferPointer, status: Status?) {
        paths.append(path)
        files.append(File(id: id, status: status))
    }

    mutating func reserve(_ count: Int, pathBytes: Int) {
        paths.reserve(count, bytes: pathBytes)
        files.reserveCapacity(count)
    }

    /// From relative paths and ids in hex.
    package init(_ ids: [String: String]) {
        for (path, id) in ids {
            Array(id.utf8).withUnsafeBytes { id in Array(path.utf8).withUnsafeBytes { append(hex: id, path: $0) } }
        }
    }
}

extension ObjectIDs {
    /// For each entry the place of its id, or -1; both lists are walked side by side.
    func places(of entries: TreeEntries) -> [Int32] {
        guard !isEmpty else { return [] }
        let order = paths.sortedIndexes()
        var places = [Int32](repeating: -1, count: entries.count)
        var entry = 0
        var position = 0
        while entry < entries.count, position < count {
            let place = order?[position] ?? position
            let order = entries.paths.compare(entry, with: paths, place)
            if order == 0 { places[entry] = Int32(place) }
            if order <= 0 { entry += 1 }
            if order > 0 { position += 1 }
        }
        return places
    }
}
