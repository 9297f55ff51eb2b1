import StageModel

/// A branch or a tag in a list of `git ls-remote` or `git show-ref --dereference`.
struct ListedReference: Hashable, Sendable {
    let kind: GitReference.Kind
    let name: String
    /// The id of the object it names; for an annotated tag that is an object of its own.
    let object: CommitID
    /// Where an annotated tag leads to in the end.
    var target: CommitID?

    /// What should be a commit.
    var tip: CommitID { target ?? object }

    /// How a message calls it.
    var title: String { "\(kind.rawValue) \(name)" }

    /// Reads lines of an object's id, a space or tab, and a reference. Those that are neither branches nor tags are left out.
    ///
    /// - Throws: ``GitError`` with code `failed` for anything else.
    static func list(_ output: GitOutput) throws -> [ListedReference] {
        var listed: [ListedReference] = []
        for line in output.bytes.split(separator: UInt8(ascii: "\n")) {
            let parts = line.split(maxSplits: 1) { $0 == UInt8(ascii: "\t") || $0 == UInt8(ascii: " ") }
            guard parts.count == 2, let object = CommitID(String(decoding: parts[0], as: UTF8.self)) else {
                throw GitError(.failed, "git listed '\(String(decoding: line.prefix(200), as: UTF8.self))', which can't be understood")
            }
            let path = String(decoding: parts[1], as: UTF8.self)
            guard let (kind, name) = split(path) else { continue }
            // No name of a reference has a caret. The line before this one has the tag itself.
            if name.hasSuffix("^{}") {
                guard let last = listed.indices.last, listed[last].kind == kind, listed[last].name == name.dropLast(3) else {
                    throw GitError(.failed, "git listed '\(path)' without the tag that it belongs to")
                }
                listed[last].target = object
            } else {
                listed.append(ListedReference(kind: kind, name: String(name), object: object))
            }
        }
        return listed
    }

    private static func split(_ path: String) -> (GitReference.Kind, Substring)? {
        for (prefix, kind) in [("refs/heads/", GitReference.Kind.branch), ("refs/tags/", .tag)] where path.hasPrefix(prefix) {
            return (kind, path.dropFirst(prefix.count))
        }
        return nil
    }
}
