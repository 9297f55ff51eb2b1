import Glibc

/// A time of a file.
struct FileTime: Hashable, Sendable {
    /// Since 1970; may be negative.
    var seconds: Int64
    /// 0 to 999,999,999, always forward.
    var nanoseconds: Int32
}

extension FileTime: Comparable {
    static func < (left: FileTime, right: FileTime) -> Bool {
        (left.seconds, left.nanoseconds) < (right.seconds, right.nanoseconds)
    }
}

extension FileTime {
    /// The pair that `futimens` takes: of access, which is not touched, and of modification.
    func withTimes<Result>(_ body: (UnsafePointer<timespec>) -> Result) -> Result {
        // UTIME_OMIT, which the Glibc module doesn't show.
        let access = timespec(tv_sec: 0, tv_nsec: (1 << 30) - 2)
        let modification = timespec(tv_sec: Int(clamping: seconds), tv_nsec: Int(nanoseconds))
        return withUnsafePointer(to: (access, modification)) { pair in
            pair.withMemoryRebound(to: timespec.self, capacity: 2) { body($0) }
        }
    }
}
