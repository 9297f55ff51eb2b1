import Glibc

/// Calls that glibc has and the Glibc module does not show, since it is built without `_GNU_SOURCE`.
enum LinuxCalls {
    typealias SetThreadName = @convention(c) (_ thread: pthread_t, _ name: UnsafePointer<CChar>) -> CInt
    typealias RenameWithFlags =
        @convention(c) (
            _ folder: CInt, _ name: UnsafePointer<CChar>, _ newFolder: CInt, _ newName: UnsafePointer<CChar>, _ flags: CUnsignedInt
        ) -> CInt

    /// `pthread_setname_np(3)`, nil where the C library lacks it.
    static let setThreadName: SetThreadName? = dlsym(nil, "pthread_setname_np").map { unsafeBitCast($0, to: SetThreadName.self) }

    /// `renameat2(2)`, nil where the C library lacks it.
    static let renameWithFlags: RenameWithFlags? = dlsym(nil, "renameat2").map { unsafeBitCast($0, to: RenameWithFlags.self) }

    /// `O_PATH`: a place in the tree, without the right to read it.
    static let openPlace: CInt = 0o10_000_000
    /// `RENAME_NOREPLACE`: fail where the new name exists.
    static let renameNoReplace: CUnsignedInt = 1
    /// `RENAME_EXCHANGE`: swap two names, both of which exist.
    static let renameExchange: CUnsignedInt = 2
}
