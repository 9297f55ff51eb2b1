import Glibc

/// What an open folder holds.
enum FolderListing {
    /// The names without `.` and `..`, in the order of their bytes.
    static func names(in folder: Int32, _ purpose: @autoclosure () -> String) throws -> [[UInt8]] {
        // A descriptor of its own: closedir closes it, and the position in the folder is the original's too.
        let number = try SystemCall.check(purpose()) { openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
        guard let stream = fdopendir(number) else {
            let error = errno
            _ = close(number)
            throw LayerArchiveError(errno: error, while: purpose())
        }
        defer { closedir(stream) }
        var names: [[UInt8]] = []
        while true {
            errno = 0
            guard let entry = readdir(stream) else { break }
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: UInt8.self, capacity: Int(entry.pointee.d_reclen)) { start in
                    Array(UnsafeBufferPointer(start: start, count: strlen(UnsafePointer<CChar>(OpaquePointer(start)))))
                }
            }
            if name != [UInt8(ascii: ".")], name != Array("..".utf8) { names.append(name) }
        }
        // The end of the folder and a failure are told apart by errno alone.
        guard errno == 0 else { throw LayerArchiveError(errno: errno, while: purpose()) }
        return names.sorted { $0.lexicographicallyPrecedes($1) }
    }
}
