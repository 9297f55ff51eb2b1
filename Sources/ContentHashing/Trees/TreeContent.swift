/// What stands at a path of a file tree, as far as it counts. Times, owners and names of other users don't.
///
/// A digest is the SHA-256 of the file's bytes, or of the text of the symbolic link's target.
package enum TreeContent: Hashable, Sendable {
    case file(Digest)
    /// A file that its owner may execute. That bit is all of a mode that counts: it is what git keeps, and no umask and no
    /// copying changes it.
    case executable(Digest)
    /// A link counts by its target's text, whether that leads anywhere or not.
    case symlink(Digest)
    /// A folder counts by its name, so that an empty one is not nothing.
    case folder

    /// `nil` for a folder.
    package var digest: Digest? {
        switch self {
        case .file(let digest), .executable(let digest), .symlink(let digest): digest
        case .folder: nil
        }
    }
}
