/// An entry that deletes something which an earlier layer left (OCI image specification, "Whiteouts").
enum Whiteout {
    /// What has this path is hidden.
    case hides(EntryPath)
    /// Everything beside the entry is hidden.
    case opaque
    /// Leftovers of AUFS, which mean nothing here.
    case ignored

    static let prefix = Array(".wh.".utf8)

    /// nil where the path is no whiteout.
    ///
    /// - Throws: ``LayerArchiveError`` with code `unsafeEntry` where the hidden name is `.`, `..` or empty, or where a folder on the
    ///   way has a whiteout's name.
    init?(_ path: EntryPath) throws {
        func refused(_ reason: String) -> LayerArchiveError {
            LayerArchiveError(.unsafeEntry, "the archive's entry '\(path.shown)' is refused: \(reason)")
        }
        if path.parent.split(separator: UInt8(ascii: "/")).contains(where: { $0.starts(with: Self.prefix) }) {
            throw refused("it is inside of a whiteout")
        }
        guard path.name.starts(with: Self.prefix) else { return nil }
        let hidden = path.name.dropFirst(Self.prefix.count)
        if hidden.elementsEqual(".wh..opq".utf8) {
            self = .opaque
        } else if hidden.starts(with: Self.prefix) {
            self = .ignored
        } else {
            guard !hidden.isEmpty, !hidden.elementsEqual(".".utf8), !hidden.elementsEqual("..".utf8) else {
                throw refused("it would delete a folder that is not its own")
            }
            let prefix = path.parent.isEmpty ? [] : Array(path.parent) + [UInt8(ascii: "/")]
            self = .hides(try EntryPath(parsing: prefix + hidden))
        }
    }
}

/// What this layer has made, which its whiteouts must leave alone.
struct Whiteouts {
    private var made: Set<[UInt8]> = []

    mutating func note(_ path: EntryPath) { note(path.bytes[...]) }

    /// Notes the folders it is in as well: they hold something of this layer.
    mutating func note(_ path: ArraySlice<UInt8>) {
        var path = path
        while made.insert(Array(path)).inserted, let slash = path.lastIndex(of: UInt8(ascii: "/")) { path = path[..<slash] }
    }

    func hasMade(_ path: EntryPath) -> Bool { made.contains(path.bytes) }
}
