import HTTPServing
import OCIModel

/// What a path under `/v2/` names.
///
/// Names of repositories hold slashes and may hold words like `manifests`, so a path is read from its right end: of
/// `/v2/a/manifests/b/blobs/sha256:…` the last two parts say what is asked, the rest is the name.
enum RegistryPath: Equatable {
    case base
    case catalog
    case extensions
    case repositoryExtensions(name: String)
    case manifest(name: String, reference: String)
    case blob(name: String, digest: String)
    case uploads(name: String)
    case upload(name: String, id: String)
    case tags(name: String)
    case referrers(name: String, digest: String)
    /// Under `/v2/`, and nothing that this API has.
    case unknown

    /// - Parameter path: As it was sent, with or without its query.
    /// - Returns: `nil` for a path that is not under `/v2/`.
    init?(_ path: String) {
        let path = path.prefix { $0 != "?" }
        guard path.hasPrefix("/v2/") || path == "/v2" else { return nil }
        var parts = path.dropFirst(4).split(separator: "/", omittingEmptySubsequences: false)[...]
        guard parts != [""], !parts.isEmpty else {
            self = .base
            return
        }
        // What can't be decoded stays as it is: its `%` fails every grammar below.
        let text = parts.removeLast()
        let last = PercentCoding.decode(text) ?? String(text)
        let kind = parts.popLast()
        switch (kind, last) {
        case (nil, "_catalog"): self = .catalog
        case ("tags", "list"): self = .tags(name: Self.name(parts))
        case ("manifests", _): self = .manifest(name: Self.name(parts), reference: last)
        case ("referrers", _): self = .referrers(name: Self.name(parts), digest: last)
        case ("blobs", "uploads"): self = .uploads(name: Self.name(parts))
        case ("blobs", _): self = .blob(name: Self.name(parts), digest: last)
        case ("uploads", _) where parts.last == "blobs":
            let name = Self.name(parts.dropLast())
            self = last.isEmpty ? .uploads(name: name) : .upload(name: name, id: last)
        case ("ext", "discover") where parts.last == "_oci":
            self = parts.count == 1 ? .extensions : .repositoryExtensions(name: Self.name(parts.dropLast()))
        default: self = .unknown
        }
    }

    /// Names hold nothing that needs an escape: a `%` in one is not decoded and fails its grammar, so `%2e%2e` and `%2f`
    /// are never a second way to write something.
    private static func name(_ parts: ArraySlice<Substring>) -> String {
        parts.joined(separator: "/")
    }
}
