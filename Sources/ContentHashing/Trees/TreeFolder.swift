import Glibc

/// An open folder that a file tree is read from. All paths are opened relative to it, so it may be moved meanwhile.
package final class TreeFolder: Sendable {
    /// As it was given.
    package let path: String
    let descriptor: Int32

    /// Opens a folder; symbolic links on the way to it are followed.
    ///
    /// - Throws: ``TreeError`` where there is none or it can't be opened.
    package init(path: String) throws(TreeError) {
        self.path = path
        self.descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else {
            let number = errno
            if number == ENOTDIR { throw TreeError(.unreadable, TreePath(path), "`\(path)` is not a folder", errno: number) }
            throw TreeError.failed("open the folder", TreePath(path), errno: number)
        }
    }

    deinit {
        close(descriptor)
    }

    /// What stands at a path, without following a link at its end.
    ///
    /// - Returns: `nil` where nothing does.
    /// - Throws: ``TreeError`` for sockets, pipes and devices, and where the path can't be looked at.
    package func kind(of path: TreePath) throws(TreeError) -> TreeEntries.Kind? {
        var status = stat()
        let result = path.withCString { fstatat(descriptor, $0, &status, AT_SYMLINK_NOFOLLOW) }
        guard result == 0 else {
            let number = errno
            if number == ENOENT || number == ENOTDIR { return nil }
            throw TreeError.failed("look at", path, errno: number)
        }
        guard let kind = TreeEntries.Kind(mode: status.st_mode) else { throw TreeError.unsupported(path) }
        return kind
    }
}

extension TreePath {
    func withCString<Result>(_ body: (UnsafePointer<CChar>) -> Result) -> Result {
        // The base folder itself has the kernel's name for it.
        let terminated = (bytes.isEmpty ? [UInt8(ascii: ".")] : bytes) + [0]
        return terminated.withUnsafeBytes { raw in
            guard let start = raw.baseAddress else { preconditionFailure("it has at least its NUL") }
            return body(start.assumingMemoryBound(to: CChar.self))
        }
    }
}
