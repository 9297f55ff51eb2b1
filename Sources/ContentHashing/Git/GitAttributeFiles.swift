import Glibc

/// Looks for the files `.gitattributes` that git reads for the files below a folder.
struct GitAttributeFiles {
    private static let name = Array(".gitattributes".utf8)

    /// The work tree's top folder.
    let workTree: TreePath
    /// Relative to it; `.` is the top itself.
    let folder: TreePath

    /// Whether a path of the index names one.
    static func isOne(_ path: UnsafeRawBufferPointer) -> Bool {
        guard path.count >= name.count, path[path.count - 1] == UInt8(ascii: "s"), path.suffix(name.count).elementsEqual(name) else { return false }
        return path.count == name.count || path[path.count - name.count - 1] == UInt8(ascii: "/")
    }

    /// Whether there is one in any of the folders that these files stand in, or above these up to the work tree's top.
    ///
    /// - Parameter files: With paths relative to the folder.
    func exist(besides files: ObjectIDs) -> Bool {
        let parts = folder == .base ? [] : folder.bytes.split(separator: UInt8(ascii: "/"))
        let above = (0...parts.count).map { parts[..<$0].flatMap { [UInt8(ascii: "/")] + $0 } }
        let base = above.last ?? []
        return above.contains { exists(in: $0) } || files.folders().contains { exists(in: base + [UInt8(ascii: "/")] + $0.bytes) }
    }

    /// - Parameter folder: Below the work tree's top, with a slash before each part.
    private func exists(in folder: [UInt8]) -> Bool {
        let found = TreePath(bytes: workTree.bytes + folder + [UInt8(ascii: "/")] + Self.name).withCString { access($0, F_OK) }
        // What can't be looked at may be there.
        return found == 0 || (errno != ENOENT && errno != ENOTDIR)
    }
}

extension ObjectIDs {
    /// The folders that files stand in, and all above these; without the one that paths are relative to.
    func folders() -> Set<TreePath> {
        var folders: Set<TreePath> = []
        // Neighbours mostly stand in one folder.
        var last: [UInt8] = []
        for index in 0..<count {
            paths.withBytes(of: index) { path in
                var end = path.count - 1
                while end > 0, path[end] != UInt8(ascii: "/") { end -= 1 }
                let folder = UnsafeRawBufferPointer(rebasing: path[..<max(end, 0)])
                guard !folder.isEmpty, !last.elementsEqual(folder) else { return }
                last = Array(folder)
                var rest = last[...]
                while !rest.isEmpty, folders.insert(TreePath(bytes: Array(rest))).inserted {
                    rest = rest[..<(rest.lastIndex(of: UInt8(ascii: "/")) ?? rest.startIndex)]
                }
            }
        }
        return folders
    }
}
