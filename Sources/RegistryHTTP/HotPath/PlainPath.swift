/// A path of the shape `/v2/NAME/KIND/LAST`, without a query and without escapes: what ``RegistryPath`` reads in the same way, but by
/// its bytes.
struct PlainPath {
    enum Kind {
        case manifests
        case blobs
    }

    let name: String
    let kind: Kind
    let last: String

    /// - Returns: `nil` for a path of another shape.
    init?(_ path: UnsafeRawBufferPointer) {
        guard Self.begins(path, with: "/v2/") else { return nil }
        var end = path.count
        var slash = end - 1
        while slash > 3, path[slash] != UInt8(ascii: "/") {
            if path[slash] == UInt8(ascii: "?") || path[slash] == UInt8(ascii: "%") { return nil }
            slash -= 1
        }
        let last = slash + 1..<end
        end = slash
        if Self.ends(path[..<end], with: "/manifests") {
            kind = .manifests
            end -= 10
        } else if Self.ends(path[..<end], with: "/blobs") {
            guard !Self.ends(path[last], with: "uploads") else { return nil }
            kind = .blobs
            end -= 6
        } else {
            return nil
        }
        guard end > 4, !last.isEmpty, !path[4..<end].contains(UInt8(ascii: "?")) else { return nil }
        self.name = String(decoding: path[4..<end], as: UTF8.self)
        self.last = String(decoding: path[last], as: UTF8.self)
    }

    private static func begins(_ path: UnsafeRawBufferPointer, with text: StaticString) -> Bool {
        path.count >= text.utf8CodeUnitCount && (0..<text.utf8CodeUnitCount).allSatisfy { path[$0] == text.utf8Start[$0] }
    }

    private static func ends(_ path: Slice<UnsafeRawBufferPointer>, with text: StaticString) -> Bool {
        let count = text.utf8CodeUnitCount
        return path.count >= count && (0..<count).allSatisfy { path[path.endIndex - count + $0] == text.utf8Start[$0] }
    }
}
