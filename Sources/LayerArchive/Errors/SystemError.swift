import Glibc

/// A system call that failed.
package struct SystemError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kernel's number, such as `ENOSPC`.
    package let errno: Int32

    /// The system's words for the number.
    package var description: String {
        // strerror_r: the plain one shares a buffer between threads.
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 128) { buffer in
            guard let start = buffer.baseAddress, strerror_r(errno, start, buffer.count) == 0 else { return "error \(errno)" }
            return String(cString: start)
        }
    }
}

extension LayerArchiveError {
    /// The one place where an errno becomes a code and a sentence that says what to do.
    ///
    /// - Parameter purpose: what was being done, as in "could not PURPOSE".
    init(errno: Int32, while purpose: String) {
        let code: Code =
            switch errno {
            case ENOSPC, EDQUOT: .noSpace
            case ENOENT: .notFound
            default: .io
            }
        let advice: String? =
            switch errno {
            case ENOSPC: "the disk is full"
            case EDQUOT: "the disk quota is used up"
            case ENOENT: "it does not exist"
            case EMFILE: "the process has too many files open; raise its limit (ulimit -n)"
            case ENAMETOOLONG: "the name is too long for the file system"
            case EROFS: "the file system is mounted read-only"
            case EBUSY: "it is in use, perhaps a mount point"
            case EPERM, EACCES: "the process may not; check owner and mode"
            default: nil
            }
        let cause = SystemError(errno: errno)
        self.init(code, "could not \(purpose): \(advice ?? cause.description)", cause: cause)
    }
}
