import Glibc

/// A system call that failed.
package struct FileError: Error, Hashable, Sendable {
    /// The kernel's number, such as `ENOSPC`.
    package let errno: Int32
    package let operation: FileOperation
    /// What it was called on; of two paths the one that would have been made.
    package let path: String

    package init(errno: Int32, operation: FileOperation, path: String) {
        self.errno = errno
        self.operation = operation
        self.path = path
    }

    /// The system's words for the number.
    var reason: String {
        // strerror_r: the plain one shares a buffer between threads.
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 128) { buffer in
            guard let start = buffer.baseAddress, strerror_r(errno, start, buffer.count) == 0 else { return "error \(errno)" }
            return String(cString: start)
        }
    }
}

extension FileError: CustomStringConvertible {
    package var description: String { "\(operation.rawValue) \(path): \(reason), errno \(errno)" }
}
