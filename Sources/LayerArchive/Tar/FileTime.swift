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
