import Glibc

/// Why a file tree could not be listed or hashed. There is no result without every entry: what can't be read is never taken
/// for empty.
package struct TreeError: Error, Sendable {
    package struct Code: Hashable, Sendable, CustomStringConvertible {
        private enum Value: String { case missing, unreadable, changed, unsupportedKind, noThread }
        private let value: Value

        /// There is nothing at the path, or no longer.
        package static let missing = Code(value: .missing)
        /// The disk, or the rights on the file or folder.
        package static let unreadable = Code(value: .unreadable)
        /// The file became something else, or longer or shorter, while it was read.
        package static let changed = Code(value: .changed)
        /// A socket, a pipe or a device.
        package static let unsupportedKind = Code(value: .unsupportedKind)
        /// The system gives this process no thread.
        package static let noThread = Code(value: .noThread)

        package var description: String { value.rawValue }
    }

    package let code: Code
    /// What it is about, relative to the tree's folder.
    package let path: TreePath
    /// What went wrong, with the path, and what can be done about it.
    package let message: String
    /// The kernel's number; 0 where no call failed.
    package let errno: Int32

    init(_ code: Code, _ path: TreePath, _ message: String, errno: Int32 = 0) {
        self.code = code
        self.path = path
        self.message = message
        self.errno = errno
    }

    /// A call that failed on an entry that was there, or has to be.
    static func failed(_ operation: String, _ path: TreePath, errno: Int32) -> TreeError {
        let reason = Self.reason(of: errno)
        switch errno {
        case ENOENT: return TreeError(.missing, path, "`\(path)` does not exist (any more)", errno: errno)
        case ELOOP, ENOTDIR, EISDIR:
            return TreeError(.changed, path, "`\(path)` became something else while it was read; try again", errno: errno)
        default: return TreeError(.unreadable, path, "can't \(operation) `\(path)`: \(reason)", errno: errno)
        }
    }

    static func changed(_ path: TreePath) -> TreeError {
        TreeError(.changed, path, "`\(path)` changed while it was read; try again when nothing writes to it")
    }

    static func unsupported(_ path: TreePath) -> TreeError {
        TreeError(.unsupportedKind, path, "`\(path)` is a socket, a pipe or a device, which has no content to hash; remove it or leave it out")
    }

    private static func reason(of errno: Int32) -> String {
        // strerror_r: the plain one shares a buffer between threads.
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 128) { buffer in
            guard let start = buffer.baseAddress, strerror_r(errno, start, buffer.count) == 0 else { return "error \(errno)" }
            return String(cString: start)
        }
    }
}

extension TreeError: CustomStringConvertible {
    package var description: String { message }
}
