import Glibc

/// Reads the bytes of an index file.
struct GitIndexParser {
    struct Content {
        var objectIDs = ObjectIDs()
        /// Whether there is a file `.gitattributes`, wherever it is and whatever git does with it.
        var hasAttributes = false
    }

    private let bytes: UnsafeRawBufferPointer
    private let idLength: Int
    private let version: UInt32
    private let count: Int
    private var position = 12
    /// Of version 4, whose paths say what they have in common with the one before.
    private var path: [UInt8] = []

    static func parse(_ bytes: UnsafeRawBufferPointer, below folder: TreePath) -> Content? {
        guard var parser = GitIndexParser(bytes) else { return nil }
        return parser.content(below: folder)
    }

    private init?(_ bytes: UnsafeRawBufferPointer) {
        guard bytes.count >= 12 + 32, bytes.prefix(4).elementsEqual("DIRC".utf8), let length = Self.idLength(bytes)
        else { return nil }
        let version = bytes.loadUnaligned(fromByteOffset: 4, as: UInt32.self).bigEndian
        guard (2...4).contains(version) else { return nil }
        self.version = version
        self.count = Int(bytes.loadUnaligned(fromByteOffset: 8, as: UInt32.self).bigEndian)
        self.bytes = UnsafeRawBufferPointer(rebasing: bytes.dropLast(length))
        self.idLength = length
    }

    /// The checksum at the end tells the repository's hash function. Zeros are an index that was written without one.
    private static func idLength(_ bytes: UnsafeRawBufferPointer) -> Int? {
        func checksum(_ length: Int) -> UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: bytes.suffix(length)) }
        for length in [32, 20] where checksum(length).allSatisfy({ $0 == 0 }) { return length }
        return [20, 32].first { length in
            let content = UnsafeRawBufferPointer(rebasing: bytes.dropLast(length))
            return ObjectID(hashing: content, length: length) == ObjectID(bytes: checksum(length))
        }
    }

    private mutating func content(below folder: TreePath) -> Content? {
        let prefix = folder == .base ? [] : folder.bytes + [UInt8(ascii: "/")]
        // An entry has at least 62 bytes, so a count that is wrong reserves no more than the file has.
        guard count <= bytes.count / 48 else { return nil }
        var content = Content()
        content.objectIDs.reserve(count, pathBytes: version == 4 ? 0 : max(bytes.count - count * 62, 0))
        for _ in 0..<count {
            let isEntry = nextEntry { entry, path in
                if GitAttributeFiles.isOne(path) { content.hasAttributes = true }
                guard entry.isCompared, prefix.isEmpty || path.starts(with: prefix) else { return }
                let status = ObjectIDs.Status(size: entry.size, isExecutable: entry.isExecutable)
                content.objectIDs.append(entry.id, path: UnsafeRawBufferPointer(rebasing: path[prefix.count...]), status: status)
            }
            guard isEntry else { return nil }
        }
        return extensionsAreKnown() ? content : nil
    }

    /// What has a small first letter changes the meaning of the entries. Of these, `sdir` only says that some are folders.
    private mutating func extensionsAreKnown() -> Bool {
        while position < bytes.count {
            guard position + 8 <= bytes.count else { return false }
            let name = bytes[position..<(position + 4)]
            let isOptional = (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(bytes[position])
            guard isOptional || name.elementsEqual("sdir".utf8) else { return false }
            position += 8 + Int(bytes.loadUnaligned(fromByteOffset: position + 4, as: UInt32.self).bigEndian)
        }
        return position == bytes.count
    }
}

extension GitIndexParser {
    private struct Entry {
        let id: ObjectID
        /// In the work tree, modulo 2³²: a larger one never equals an object's, and the file is looked at.
        let size: Int64
        let isExecutable: Bool
        let isCompared: Bool
    }

    /// Reads an entry, and gives it away with its path.
    ///
    /// - Returns: Whether it is one; the bytes may end too soon.
    private mutating func nextEntry(_ take: (Entry, _ path: UnsafeRawBufferPointer) -> Void) -> Bool {
        let start = position
        let flagsPlace = start + 40 + idLength
        guard flagsPlace + 4 <= bytes.count else { return false }
        let mode = bytes.loadUnaligned(fromByteOffset: start + 24, as: UInt32.self).bigEndian
        let size = bytes.loadUnaligned(fromByteOffset: start + 36, as: UInt32.self).bigEndian
        let flags = bytes.loadUnaligned(fromByteOffset: flagsPlace, as: UInt16.self).bigEndian
        position = flagsPlace + 2
        var extendedFlags: UInt16 = 0
        if flags & 0x4000 != 0 {
            guard version >= 3 else { return false }
            extendedFlags = bytes.loadUnaligned(fromByteOffset: position, as: UInt16.self).bigEndian
            position += 2
        }
        let entry = Entry(
            id: ObjectID(bytes: UnsafeRawBufferPointer(rebasing: bytes[(start + 40)..<flagsPlace])), size: Int64(size),
            isExecutable: mode & 0o100 != 0,
            // A regular file; not assumed unchanged, at no stage of a conflict; neither left out nor only intended.
            isCompared: mode >> 12 == 0b1000 && flags & 0xb000 == 0 && extendedFlags & 0x6000 == 0)
        if version == 4 {
            guard readCompressedPath() else { return false }
            path.withUnsafeBytes { take(entry, $0) }
        } else {
            guard let path = readPath(ofEntryAt: start, flags) else { return false }
            take(entry, path)
        }
        return true
    }

    private mutating func readPath(ofEntryAt start: Int, _ flags: UInt16) -> UnsafeRawBufferPointer? {
        // Of a longer path the flags don't say the length.
        let length = Int(flags & 0xfff)
        guard let end = length < 0xfff ? position + length : find(0), end > position, end < bytes.count, bytes[end] == 0 else { return nil }
        let path = UnsafeRawBufferPointer(rebasing: bytes[position..<end])
        // One to eight zeros, up to a multiple of eight.
        position = start + (end - start + 8) / 8 * 8
        return position <= bytes.count ? path : nil
    }

    /// Of version 4: how many bytes at the end of the path before are dropped, and what comes instead.
    private mutating func readCompressedPath() -> Bool {
        guard let dropped = readOffset(), dropped <= path.count, let end = find(0) else { return false }
        path.removeLast(dropped)
        path.append(contentsOf: bytes[position..<end])
        position = end + 1
        return !path.isEmpty
    }

    /// An offset as in packs: seven bits a byte, the most significant first, one added for each byte that follows.
    private mutating func readOffset() -> Int? {
        var value = 0
        while position < bytes.count, value < 1 << 20 {
            let byte = bytes[position]
            position += 1
            value |= Int(byte & 0x7f)
            if byte & 0x80 == 0 { return value }
            value = (value + 1) << 7
        }
        return nil
    }

    private func find(_ byte: UInt8) -> Int? {
        guard let base = bytes.baseAddress, position < bytes.count,
            let found = memchr(base + position, Int32(byte), bytes.count - position)
        else { return nil }
        return UnsafeRawPointer(found) - base
    }
}
