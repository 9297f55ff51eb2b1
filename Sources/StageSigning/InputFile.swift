package import ContentHashing

/// One entry of the file tree that goes into a stage: where it is, what it is, and what is in it.
package struct InputFile: Hashable, Sendable {
    /// Relative to the base folder; `.` is the base folder itself.
    package let path: TreePath
    package let content: TreeContent

    package init(path: TreePath, content: TreeContent) {
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
    package var digest: Digest? { content.digest }
}
