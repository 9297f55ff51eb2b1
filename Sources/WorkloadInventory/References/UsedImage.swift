import ContentHashing
import OCIModel

/// A reference to an image as people, clusters and container runtimes write it: `host[:port]/path:tag@digest`.
///
/// Hosts are dropped. Where it isn't sure whether the first component is one, both readings count, and so do both names of Docker
/// Hub's own images, with and without `library/`: an image that is kept for nothing costs less than one that is missing.
struct UsedImage: Hashable {
    /// Why a text can't name an image of ours.
    struct Problem: Error {
        /// To follow the text.
        let reason: String
    }

    /// What it may name.
    let repositories: [RepositoryName]
    let tag: TagName?
    let digest: Digest?
    /// A part that can't be, and that was left out.
    let leftOut: String?

    /// Reads a reference. Without tag and digest it has the tag `latest`. A scheme, such as `docker://`, is dropped.
    init(_ text: String) throws(Problem) {
        let parts = Self.withoutScheme(text).split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
        var path = parts[0]
        var tagText: Substring?
        let lastComponent = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
        if let colon = path[lastComponent...].firstIndex(of: ":") {
            tagText = path[path.index(after: colon)...]
            path = path[..<colon]
        }
        self.repositories = Self.repositories(path)
        guard !repositories.isEmpty else { throw Problem(reason: "has no name that a repository could have") }
        let tag: TagName? = if let tagText { try? TagName(tagText) } else { nil }
        let digest: Digest? = if parts.count == 2 { try? Digest(parts[1]) } else { nil }
        var wrong: [String] = []
        if tagText != nil, tag == nil { wrong.append("a tag that can't be") }
        if parts.count == 2, digest == nil { wrong.append("a digest that isn't known here") }
        guard wrong.isEmpty || tag != nil || digest != nil else { throw Problem(reason: "has \(wrong.joined(separator: " and "))") }
        self.leftOut = wrong.first
        self.digest = digest
        self.tag = tag ?? (digest == nil ? Self.latest : nil)
    }

    private static let latest = try? TagName("latest")

    /// The digest that a text is as a whole, as runtimes give it for an image that they know no name of: `sha256:HEX`,
    /// `docker://sha256:HEX`, or the hex alone.
    static func bareDigest(_ text: String) -> Digest? {
        let text = withoutScheme(text)
        if let digest = try? Digest(text) { return digest }
        return try? Digest("sha256:\(text)")
    }

    private static func withoutScheme(_ text: String) -> Substring {
        guard let colon = text.firstIndex(of: ":"), text[colon...].hasPrefix("://"), text[..<colon].allSatisfy({ $0.isLetter || $0 == "-" }) else {
            return text[...]
        }
        return text[colon...].dropFirst(3)
    }

    private static func repositories(_ path: Substring) -> [RepositoryName] {
        var names: [Substring] = []
        if let slash = path.firstIndex(of: "/") {
            let first = path[..<slash]
            let rest = path[path.index(after: slash)...]
            let isSurelyHost = first.contains(":") || first.contains(where: \.isUppercase)
            let mayBeHost = first.contains(".") || first == "localhost"
            if isSurelyHost || mayBeHost { names.append(rest) }
            if !isSurelyHost { names.append(path) }
        } else {
            names.append(path)
        }
        for name in names {
            if !name.contains("/") { names.append("library/\(name)") }
            if name.hasPrefix("library/") { names.append(name.dropFirst("library/".count)) }
        }
        return names.compactMap { try? RepositoryName($0) }
    }
}
