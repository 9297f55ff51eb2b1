import Glibc

/// The entries of one folder, in such an order that a walk finds paths sorted by their bytes.
///
/// A folder is two items: its own entry `a`, and what is inside of it, `a/`. Between them may stand `a-b`.
struct FolderNames {
    struct Item {
        /// The first eight bytes of the text, which decide most comparisons.
        let key: UInt64
        let start: Int
        /// Without the slash.
        let length: Int
        /// `nil` for sockets, pipes and devices.
        let kind: TreeEntries.Kind?
        let isInside: Bool
    }

    /// Each name with a slash behind it.
    private var bytes: [UInt8] = []
    private(set) var items: [Item] = []

    func name(of item: Item) -> ArraySlice<UInt8> { bytes[item.start..<(item.start + item.length)] }

    /// - Parameter path: Empty for the tree's folder itself.
    init(reading path: [UInt8], in folder: TreeFolder) throws(TreeError) {
        let treePath = TreePath(bytes: path)
        let descriptor = treePath.withCString { openat(folder.descriptor, $0, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC) }
        guard descriptor >= 0 else { throw TreeError.failed("read the folder", treePath, errno: errno) }
        guard let stream = fdopendir(descriptor) else {
            let number = errno
            close(descriptor)
            throw TreeError.failed("read the folder", treePath, errno: number)
        }
        defer { closedir(stream) }
        while true {
            errno = 0
            guard let entry = readdir(stream) else {
                guard errno == 0 else { throw TreeError.failed("read the folder", treePath, errno: errno) }
                break
            }
            guard let name = Self.name(of: entry) else { continue }
            append(name, Self.kind(of: entry, in: descriptor))
        }
        sort()
    }

    /// `nil` for `.`, `..` and `.git`.
    private static func name(of entry: UnsafeMutablePointer<dirent>) -> UnsafeRawBufferPointer? {
        guard let offset = MemoryLayout<dirent>.offset(of: \.d_name) else { preconditionFailure("dirent has a name") }
        let start = UnsafeRawPointer(entry) + offset
        let name = UnsafeRawBufferPointer(start: start, count: strlen(start.assumingMemoryBound(to: CChar.self)))
        if name[0] == UInt8(ascii: ".") {
            if name.count == 1 || (name.count == 2 && name[1] == UInt8(ascii: ".")) || name.elementsEqual(".git".utf8) { return nil }
        }
        return name
    }
}

extension FolderNames {
    private static func kind(of entry: UnsafeMutablePointer<dirent>, in descriptor: Int32) -> TreeEntries.Kind? {
        switch Int(entry.pointee.d_type) {
        case Int(DT_REG): return .file
        case Int(DT_LNK): return .symlink
        case Int(DT_DIR): return .folder
        case Int(DT_UNKNOWN):
            // The file system doesn't tell. What can't be looked at fails when it is read, which names it.
            guard let offset = MemoryLayout<dirent>.offset(of: \.d_name) else { preconditionFailure("dirent has a name") }
            var status = stat()
            let name = (UnsafeRawPointer(entry) + offset).assumingMemoryBound(to: CChar.self)
            guard fstatat(descriptor, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else { return .file }
            return TreeEntries.Kind(mode: status.st_mode)
        default: return nil
        }
    }

    private mutating func append(_ name: UnsafeRawBufferPointer, _ kind: TreeEntries.Kind?) {
        let start = bytes.count
        bytes.append(contentsOf: name)
        bytes.append(UInt8(ascii: "/"))
        items.append(Item(key: Self.key(bytes[start..<(start + name.count)]), start: start, length: name.count, kind: kind, isInside: false))
        if kind == .folder {
            items.append(Item(key: Self.key(bytes[start...]), start: start, length: name.count, kind: kind, isInside: true))
        }
    }

    /// Zeros behind a short text: no name has one, so the order is kept.
    private static func key(_ text: ArraySlice<UInt8>) -> UInt64 {
        var key: UInt64 = 0
        for byte in text.prefix(8) { key = key << 8 | UInt64(byte) }
        return text.count < 8 ? key << UInt64(8 * (8 - text.count)) : key
    }

    private mutating func sort() {
        bytes.withUnsafeBytes { bytes in
            func text(_ item: Item) -> UnsafeRawBufferPointer {
                UnsafeRawBufferPointer(rebasing: bytes[item.start..<(item.start + item.length + (item.isInside ? 1 : 0))])
            }
            items.sort { $0.key != $1.key ? $0.key < $1.key : PathList.compare(text($0), text($1)) < 0 }
        }
    }
}
