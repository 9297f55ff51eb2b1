import Glibc

/// A list of entries of a file tree, sorted by the bytes of their paths, each there once.
package struct TreeEntries: Sendable {
    package enum Kind: UInt8, Sendable {
        case file
        case symlink
        case folder

        /// `nil` for sockets, pipes and devices.
        init?(mode: mode_t) {
            switch mode & S_IFMT {
            case S_IFREG: self = .file
            case S_IFLNK: self = .symlink
            case S_IFDIR: self = .folder
            default: return nil
            }
        }
    }

    private(set) var paths = PathList()
    private(set) var kinds: [Kind] = []

    package init() {}

    package var count: Int { kinds.count }

    package func path(at index: Int) -> TreePath { paths[index] }
    package func kind(at index: Int) -> Kind { kinds[index] }

    func index(of path: TreePath) -> Int? {
        path.bytes.withUnsafeBytes { path in
            var low = 0
            var high = count
            while low < high {
                let middle = (low + high) / 2
                let order = paths.withBytes(of: middle) { PathList.compare($0, path) }
                if order == 0 { return middle }
                if order < 0 { low = middle + 1 } else { high = middle }
            }
            return nil
        }
    }

    /// The entries at these places, which are sorted and each there once.
    func selecting(_ indexes: [Int]) -> TreeEntries {
        var selected = TreeEntries()
        for index in indexes {
            paths.withBytes(of: index) { selected.paths.append($0) }
            selected.kinds.append(kinds[index])
        }
        return selected
    }
}

extension TreeEntries {
    /// Takes entries in any order, some maybe more than once.
    struct Builder {
        private var entries = TreeEntries()

        /// Those that are there more than once count as often.
        var count: Int { entries.count }

        mutating func append(_ path: TreePath, _ kind: Kind) {
            entries.paths.append(path.bytes)
            entries.kinds.append(kind)
        }

        mutating func append(folder: UnsafeRawBufferPointer, name: UnsafeRawBufferPointer, _ kind: Kind) {
            entries.paths.append(folder: folder, name: name)
            entries.kinds.append(kind)
        }

        func finish() -> TreeEntries {
            guard let order = entries.paths.sortedIndexes() else { return entries }
            var sorted = TreeEntries()
            var last: Int?
            for index in order {
                defer { last = index }
                if let last, entries.paths.compare(last, with: entries.paths, index) == 0 { continue }
                entries.paths.withBytes(of: index) { sorted.paths.append($0) }
                sorted.kinds.append(entries.kinds[index])
            }
            return sorted
        }
    }
}
