package import ContentHashing

/// One entry of the file tree that goes into a stage: where it is, what it is, and what is in it.
package struct InputFile: Hashable, Sendable {
    /// Whose digest is the SHA-256 of the file's bytes, or of the text of the symbolic link's target.
    package enum Content: Hashable, Sendable {
        case file(Digest)
        /// A file that its owner may execute. That bit is all of a mode that counts: it is what git keeps, and no umask and no
        /// copying changes it.
        case executable(Digest)
        /// A link counts by its target's text, whether that leads anywhere or not.
        case symlink(Digest)
        /// A folder counts by its name, so that an empty one is not nothing.
        case folder
    }

    /// Relative to the base folder; `.` is the base folder itself.
    package let path: TreePath
    package let content: Content

    package init(path: TreePath, content: Content) {
        self.path = path
        self.content = content
    }

    package var kind: InputKind {
        switch content {
        case .file: .file
        case .executable: .executable
        case .symlink: .symlink
        case .folder: .folder
        }
    }

    /// `nil` for a folder.
    package var digest: Digest? {
        switch content {
        case .file(let digest), .executable(let digest), .symlink(let digest): digest
        case .folder: nil
        }
    }
}
