import Glibc

/// Replaces the cache's file, one process at a time.
///
/// The lock is a file of its own that stays. With it the new file can have one name, so that a process that is killed while
/// it writes leaves at most one behind, which the next one overwrites.
struct ObjectDigestFile {
    let folder: String
    let name: String

    /// - Parameter change: From what is there now to the bytes that take its place.
    func replace(_ change: (ObjectDigestTable?) -> [UInt8]) throws(ObjectDigestCacheError) {
        try makeFolder()
        let lock = try openFile("\(name).lock", O_RDWR | O_CREAT)
        defer { close(lock) }
        try take(lock)
        let bytes = change(ObjectDigestTable(reading: "\(folder)/\(name)"))
        let new = try openFile("\(name).new", O_WRONLY | O_CREAT | O_TRUNC)
        do {
            defer { close(new) }
            try write(bytes, to: new)
        }
        guard rename("\(folder)/\(name).new", "\(folder)/\(name)") == 0 else { throw failed("replace") }
    }

    private func makeFolder() throws(ObjectDigestCacheError) {
        var path = ""
        for part in folder.split(separator: "/") {
            path += "/\(part)"
            if mkdir(path, 0o700) != 0, errno != EEXIST { throw failed("make the folder of") }
        }
    }

    private func openFile(_ name: String, _ flags: Int32) throws(ObjectDigestCacheError) -> Int32 {
        let file = open("\(folder)/\(name)", flags | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else { throw failed("open") }
        return file
    }

    /// A save takes milliseconds: who holds the lock for longer was stopped or is stuck.
    private func take(_ lock: Int32) throws(ObjectDigestCacheError) {
        for _ in 0..<200 {
            if flock(lock, LOCK_EX | LOCK_NB) == 0 { return }
            guard errno == EWOULDBLOCK || errno == EINTR else { throw failed("lock") }
            usleep(10_000)
        }
        throw ObjectDigestCacheError(code: .busy, message: "another process holds \(folder)/\(name).lock; what was learnt is not kept")
    }

    private func write(_ bytes: [UInt8], to file: Int32) throws(ObjectDigestCacheError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw failed("write") }
            rest = rest.dropFirst(count)
        }
    }

    private func failed(_ operation: String) -> ObjectDigestCacheError {
        let number = errno
        return ObjectDigestCacheError(code: .unwritable, message: "can't \(operation) \(folder)/\(name): error \(number)")
    }
}
