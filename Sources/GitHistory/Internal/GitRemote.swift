/// The remote that tells which branches and tags exist, and how a repository fetches from it.
struct GitRemote: Hashable, Sendable {
    let name: String
    /// True where the repository's own branches are the remote's, as `git clone --mirror` arranges it.
    let isMirrored: Bool
    /// True where the repository was cloned with a filter, so that it leaves out objects.
    let isPartial: Bool

    /// What to fetch, and where to.
    var refspecs: [String] {
        ["+refs/heads/*:\(isMirrored ? "refs/heads" : "refs/remotes/\(name)")/*", "+refs/tags/*:refs/tags/*"]
    }

    /// The command that brings all of the remote's branches and tags, as a shell takes it.
    ///
    /// - Parameter options: Of `git fetch`.
    func fetchCommand(_ options: String...) -> String {
        (["git", "fetch"] + options + [name.allSatisfy { $0.isLetter || $0.isNumber || "._-/".contains($0) } ? name : Self.quoted(name)]
            + refspecs.map(Self.quoted)).joined(separator: " ")
    }

    private static func quoted(_ text: String) -> String {
        "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    }
}
