import FoundationEssentials

/// The folders above something that is about to be made.
enum Parents {
    static func make(for path: String) throws {
        let parent = folder(of: path)
        guard !parent.isEmpty, parent != path else { return }
        do {
            try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
        } catch {
            throw CommandError(.failed, "can't make the folder \(parent)", cause: error)
        }
    }

    /// `a` of `a/b` and `a/b/`; nothing of `a`.
    static func folder(of path: String) -> String {
        var path = path[...]
        while path.count > 1, path.hasSuffix("/") { path = path.dropLast() }
        guard let slash = path.lastIndex(of: "/") else { return "" }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}
