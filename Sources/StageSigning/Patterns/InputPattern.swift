import ContentHashing

/// What a user named as an input: a path, which may have wildcards.
///
/// Matching is by bytes and knows no locale:
///
/// - `*` matches any bytes of one name, also none, and a leading dot like any other byte;
/// - `?` matches one byte;
/// - `[abc]`, `[a-z]` match one byte of the set, `[!abc]` and `[^abc]` one that is not in it; a `]` that comes first is in the set;
/// - `**` as a whole part of the path matches any number of folders, also none, and at the end of the path everything below
///   a folder; anywhere else it is `*`;
/// - `\` takes the meaning from the byte behind it.
///
/// None but `**` matches a `/`. A path that exists is meant as it is, whatever is in its name. A folder that is matched is
/// taken with all that is in it. So these are git's pathspecs with the `glob` magic.
struct InputPattern: Hashable, Sendable {
    /// As the user wrote it, for messages.
    let text: String
    /// Relative to the base folder, without `.`, `..` and empty parts; none for the base folder itself.
    let parts: [[UInt8]]

    /// - Parameter bases: The absolute paths of the base folder.
    /// - Throws: ``StageSigningError`` for what is empty, leads out of the base folder, or is git's.
    init(_ text: String, bases: [String]) throws(StageSigningError) {
        self.text = text
        let shown = Printable.text(text)
        guard !text.isEmpty, !text.utf8.contains(0) else { throw StageSigningError(.malformedPattern, "an input is a path, not empty text") }
        var relative = Array(text.utf8)[...]
        if text.hasPrefix("/") {
            let below = bases.lazy.compactMap { base in Self.strip(base.utf8, from: relative) }.first
            guard let below else {
                throw StageSigningError(.outsideBase, "the input `\(shown)` is outside of the base folder; name inputs relative to it")
            }
            relative = below
        }
        var parts: [[UInt8]] = []
        for part in relative.split(separator: UInt8(ascii: "/")) where !part.elementsEqual(".".utf8) {
            guard part.elementsEqual("..".utf8) else {
                parts.append(Array(part))
                continue
            }
            guard parts.popLast() != nil else {
                throw StageSigningError(.outsideBase, "the input `\(shown)` leads out of the base folder; choose a base folder above it")
            }
        }
        guard !parts.contains(where: { $0.elementsEqual(".git".utf8) }) else {
            throw StageSigningError(.notAnInput, "the input `\(shown)` is git's own, which differs from clone to clone and never counts")
        }
        self.parts = parts
    }

    private static func strip(_ base: String.UTF8View, from path: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        let base = Array(base).dropLast(base.last == UInt8(ascii: "/") ? 1 : 0)
        guard path.starts(with: base) else { return nil }
        let rest = path.dropFirst(base.count)
        return rest.isEmpty || rest.first == UInt8(ascii: "/") ? rest : nil
    }

    /// The path as it is written; `.` for the base folder.
    var path: TreePath { Self.path(of: parts[...]) }

    /// How many parts have no wildcard, from the first on.
    var fixedCount: Int { parts.firstIndex { $0.contains(where: Self.isSpecial) } ?? parts.count }

    var hasWildcards: Bool { fixedCount < parts.count }

    static func path(of parts: ArraySlice<[UInt8]>) -> TreePath {
        parts.isEmpty ? .base : TreePath(bytes: Array(parts.joined(separator: [UInt8(ascii: "/")])))
    }

    private static func isSpecial(_ byte: UInt8) -> Bool { "*?[\\".utf8.contains(byte) }
}
