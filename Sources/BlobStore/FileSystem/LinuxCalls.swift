import Glibc

/// Calls that glibc has and the Glibc module does not show, since it is built without `_GNU_SOURCE`.
enum LinuxCalls {
    typealias SyncFileRange = @convention(c) (_ descriptor: CInt, _ offset: Int64, _ count: Int64, _ flags: CUnsignedInt) -> CInt

    /// `sync_file_range(2)`, nil where the C library lacks it.
    static let syncFileRange: SyncFileRange? = dlsym(nil, "sync_file_range").map { unsafeBitCast($0, to: SyncFileRange.self) }

    /// `SYNC_FILE_RANGE_WRITE`: start writing, wait for nothing.
    static let syncFileRangeWrite: CUnsignedInt = 2
}
