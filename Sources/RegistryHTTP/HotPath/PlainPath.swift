/// A path of the shape `/v2/NAME/manifests/REFERENCE`, without a query and without escapes: what ``RegistryPath`` reads in the same way,
/// but by its bytes.
struct PlainPath {
    let name: String
    let reference: String

    /// - Returns: `nil` for a path of another shape.
    init?(_ path: UnsafeRawBufferPointer) {
        guard Self.begins(path, with: "/v2/") else { return nil }
        var slash = path.count - 1
        while slash > 3, path[slash] != UInt8(ascii: "/") {
            if path[slash] == UInt8(ascii: "?") || path[slash] == UInt8(ascii: "%") { return nil }
            slash -= 1
        }
        let end = slash - 10
        guard end > 4, slash + 1 < path.count, Self.ends(path[..<slash], with: "/manifests"), !path[4..<end].contains(UInt8(ascii: "?")) else {
            return nil
        }
        self.name = String(decoding: path[4..<end], as: UTF8.self)
        self.reference = String(decoding: path[(slash + 1)...], as: UTF8.self)
    }

    private static func begins(_ path: UnsafeRawBufferPointer, with text: StaticString) -> Bool {
        path.count >= text.utf8CodeUnitCount && (0..<text.utf8CodeUnitCount).allSatisfy { path[$0] == text.utf8Start[$0] }
    }

    private static func ends(_ path: Slice<UnsafeRawBufferPointer>, with text: StaticString) -> Bool {
        let count = text.utf8CodeUnitCount
        return path.count >= count && (0..<count).allSatisfy { path[path.endIndex - count + $0] == text.utf8Start[$0] }
    }
}
