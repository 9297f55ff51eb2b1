import ContentHashing
import OCIModel

/// A reference to an image as people, clusters and container runtimes write it: `host[:port]/path:tag@digest`, or a digest alone.
///
/// Hosts are dropped. Where it isn't sure whether the first component is one, both readings count, and so do both names of Docker
/// Hub's own images, with and without `library/`: an image that is kept for nothing costs less than one that is missing.
struct UsedImage: Hashable {
    /// Why a text can't name an image of ours.
    struct Problem: Error {
        /// To follow the text.
        let reason: String
    }

    /// What it may name. Empty: a digest without a name that could be one of ours; then it is that digest wherever it is.
    let repositories: [RepositoryName]
    let tag: TagName?
    let digest: Digest?
    /// A part that can't be, and that was left out.
    let leftOut: String?

    /// Reads a reference. Without tag and digest it has the tag `latest`. A scheme, such as `docker://`, is dropped.
    ///
    /// - Throws: ``Problem`` where nothing that is stored here could be called so.
    init(_ text: String) throws(Problem) {
        if let digest = Self.bareDigest(text) {
            self.init(repositories: [], tag: nil, digest: digest, leftOut: nil)
            return
        }
        let parts = Self.withoutScheme(text).split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
        var path = parts[0]
        var tagText: Substring?
        let lastComponent = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
        if let colon = path[lastComponent...].firstIndex(of: ":") {
            tagText = path[path.index(after: colon)...]
            path = path[..<colon]
        }
        let repositories = Self.repositories(path)
        let tag = tagText.flatMap { text in Self.possible { try TagName(text) } }
        let digest = parts.count == 2 ? Self.possible { try Digest(parts[1]) } : nil
        var wrong: [String] = []
        if repositories.isEmpty { wrong.append("no name that a repository could have") }
        if tagText != nil, tag == nil { wrong.append("a tag that can't be") }
        if parts.count == 2, digest == nil { wrong.append("a digest that isn't known here") }
        let isKnown = digest != nil || !repositories.isEmpty && (tag != nil || wrong.isEmpty)
        guard isKnown else { throw Problem(reason: "has \(wrong.joined(separator: " and "))") }
        let latest: TagName? = tag == nil && digest == nil ? try Self.latest() : nil
        self.init(repositories: repositories, tag: repositories.isEmpty ? nil : tag ?? latest, digest: digest, leftOut: wrong.first)
    }

    private init(repositories: [RepositoryName], tag: TagName?, digest: Digest?, leftOut: String?) {
        self.repositories = repositories
        self.tag = tag
        self.digest = digest
        self.leftOut = leftOut
    }

    private static func latest() throws(Problem) -> TagName {
        do {
            return try TagName("latest")
        } catch {
            throw Problem(reason: "has no tag")
        }
    }

    /// The digest that a text is as a whole, as runtimes give it for an image that they know no name of: `sha256:HEX`,
    /// `docker://sha256:HEX`, or the hex alone.
    private static func bareDigest(_ text: String) -> Digest? {
        let text = withoutScheme(text)
        return possible { try Digest(text) } ?? possible { try Digest("sha256:\(text)") }
    }

    /// Nothing here has a name, tag or digest that isn't valid, so that none is missed where one can't be made.
    private static func possible<Value>(_ make: () throws -> Value) -> Value? {
        do {
            return try make()
        } catch {
            return nil
        }
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
        return names.compactMap { name in possible { try RepositoryName(name) } }
    }
}
