/// A path inside the folder: relative, without `.`, `..` and empty components.
struct EntryPath: Hashable, Sendable {
    /// Linux's limit for one component, in bytes.
    static let longestName = 255
    /// Linux's limit for a path, in bytes.
    static let longestPath = 4095
    /// More folders than this in each other are refused: every one is opened on the way.
    static let deepest = 256

    /// The components, joined with `/`. Empty: the folder itself.
    let bytes: [UInt8]
    /// The length of the path of the folder that it is in; 0 for what is in the root.
    private let parentCount: Int

    /// Takes a path as it stands in an archive: `a/b`, `./a/b` and `a//b/` are the same.
    ///
    /// - Throws: ``LayerArchiveError`` with code `unsafeEntry` for `..`, an absolute path, a NUL, nothing at all, and what is too
    ///   long or too deep.
    init(parsing text: [UInt8]) throws {
        func refused(_ reason: String) -> LayerArchiveError {
            LayerArchiveError(.unsafeEntry, "the archive's entry '\(Shown.text(text))' is refused: \(reason)")
        }
        guard let first = text.first else { throw refused("it has no path") }
        guard first != UInt8(ascii: "/") else { throw refused("its path is absolute; paths in a layer are relative to its folder") }
        guard !text.contains(0) else { throw refused("its path has a NUL in it") }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count)
        var (depth, parentCount) = (0, 0)
        for component in text.split(separator: UInt8(ascii: "/")) {
            if component.elementsEqual(".".utf8) { continue }
            guard !component.elementsEqual("..".utf8) else { throw refused("its path has '..' in it") }
            guard component.count <= Self.longestName else { throw refused("its path has a name of more than \(Self.longestName) bytes") }
            parentCount = bytes.count
            if !bytes.isEmpty { bytes.append(UInt8(ascii: "/")) }
            bytes += component
            depth += 1
        }
        guard bytes.count <= Self.longestPath else { throw refused("its path has more than \(Self.longestPath) bytes") }
        guard depth <= Self.deepest else { throw refused("it is in more than \(Self.deepest) folders") }
        self.bytes = bytes
        self.parentCount = parentCount
    }

    var isRoot: Bool { bytes.isEmpty }
    /// The path of the folder it is in; empty for the root.
    var parent: ArraySlice<UInt8> { bytes[..<parentCount] }
    var name: ArraySlice<UInt8> { bytes[(parentCount == 0 ? 0 : parentCount + 1)...] }
    /// How many folders of the archive it is in.
    var depth: Int { parentCount == 0 ? 0 : parent.count { $0 == UInt8(ascii: "/") } + 1 }
    var shown: String { isRoot ? "." : Shown.text(bytes) }
}
