/// A file or folder of a ``MemoryFileSystem``, as the process sees it and as the disk has it.
struct MemoryNode: Sendable {
    static let pageSize = 4096

    let isFolder: Bool
    var links = 0
    var descriptors = 0
    var isLocked = false

    var mode: UInt16
    var durableMode: UInt16 = 0
    var bytes: [UInt8] = []
    var durableBytes: [UInt8] = []
    /// The pages that a sync would write. A failed sync empties it without writing.
    var dirtyPages: Set<Int> = []

    var entries: [String: Int] = [:]
    var durableEntries: [String: Int] = [:]
    var dirtyNames: Set<String> = []

    mutating func write(_ new: UnsafeRawBufferPointer, at offset: Int) {
        let end = offset + new.count
        if bytes.count < end { bytes += [UInt8](repeating: 0, count: end - bytes.count) }
        bytes.withUnsafeMutableBytes { $0[offset..<end].copyBytes(from: new) }
        guard !new.isEmpty else { return }
        dirtyPages.formUnion(offset / Self.pageSize...(end - 1) / Self.pageSize)
    }

    mutating func resize(to size: Int) {
        if size < bytes.count {
            bytes.removeLast(bytes.count - size)
        } else {
            bytes += [UInt8](repeating: 0, count: size - bytes.count)
        }
    }

    mutating func sync() {
        if isFolder {
            for name in dirtyNames { durableEntries[name] = entries[name] }
            dirtyNames = []
            return
        }
        if durableBytes.count > bytes.count { durableBytes.removeLast(durableBytes.count - bytes.count) }
        durableBytes += [UInt8](repeating: 0, count: bytes.count - durableBytes.count)
        for page in dirtyPages {
            let start = page * Self.pageSize
            guard start < bytes.count else { continue }
            let range = start..<min(start + Self.pageSize, bytes.count)
            durableBytes.replaceSubrange(range, with: bytes[range])
        }
        dirtyPages = []
        durableMode = mode
    }

    mutating func failSync() {
        dirtyPages = []
        dirtyNames = []
    }

    mutating func setEntry(_ name: String, to node: Int?) {
        entries[name] = node
        dirtyNames.insert(name)
    }
}
