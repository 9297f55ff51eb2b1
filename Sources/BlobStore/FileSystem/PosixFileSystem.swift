import Glibc

/// The operating system's files.
package struct PosixFileSystem: FileSystem {
    package init() {}

    package func open(_ path: String, _ mode: FileOpenMode) throws(FileError) -> FileDescriptor {
        let (flags, permissions): (Int32, UInt16) =
            switch mode {
            case .read: (O_RDONLY, 0)
            case .readWrite: (O_RDWR, 0)
            case .createNew(let mode): (O_RDWR | O_CREAT | O_EXCL, mode)
            case .createOrOpen(let mode): (O_RDWR | O_CREAT, mode)
            }
        return FileDescriptor(number: try check(.open, path) { Glibc.open(path, flags | O_CLOEXEC | O_NOFOLLOW, mode_t(permissions)) })
    }

    package func close(_ descriptor: FileDescriptor) {
        // Not repeated on EINTR: Linux has released the number by then, and another thread may have been given it.
        _ = Glibc.close(descriptor.number)
    }

    package func read(_ descriptor: FileDescriptor, into buffer: UnsafeMutableRawBufferPointer, at offset: Int64) throws(FileError) -> Int {
        try check(.read, descriptor) { pread(descriptor.number, buffer.baseAddress, buffer.count, off_t(offset)) }
    }

    package func write(_ descriptor: FileDescriptor, _ bytes: UnsafeRawBufferPointer, at offset: Int64) throws(FileError) -> Int {
        let written = try check(.write, descriptor) { pwrite(descriptor.number, bytes.baseAddress, bytes.count, off_t(offset)) }
        // No progress and no error would be repeated for ever.
        guard written > 0 || bytes.isEmpty else { throw failure(EIO, .write, descriptor) }
        return written
    }

    package func synchronize(_ descriptor: FileDescriptor) throws(FileError) {
        _ = try check(.synchronize, descriptor) { fsync(descriptor.number) }
    }

    package func startWriteback(_ descriptor: FileDescriptor, at offset: Int64, count: Int64) throws(FileError) {
        guard let syncFileRange = LinuxCalls.syncFileRange else { return }
        do {
            _ = try check(.startWriteback, descriptor) { syncFileRange(descriptor.number, offset, count, LinuxCalls.syncFileRangeWrite) }
        } catch  where [EINVAL, ENOSYS, EOPNOTSUPP, ESPIPE].contains(error.errno) {
            // A file system without it: the bytes are written by the kernel in its own time, or at the sync.
        }
    }

    package func truncate(_ descriptor: FileDescriptor, to size: Int64) throws(FileError) {
        _ = try check(.truncate, descriptor) { ftruncate(descriptor.number, off_t(size)) }
    }

    package func setMode(_ descriptor: FileDescriptor, _ mode: UInt16) throws(FileError) {
        _ = try check(.setMode, descriptor) { fchmod(descriptor.number, mode_t(mode)) }
    }

    package func status(_ descriptor: FileDescriptor) throws(FileError) -> FileStatus {
        var status = stat()
        _ = try check(.statusOfDescriptor, descriptor) { fstat(descriptor.number, &status) }
        return FileStatus(status)
    }

    package func lock(_ descriptor: FileDescriptor) throws(FileError) -> Bool {
        do {
            _ = try check(.lock, descriptor) { flock(descriptor.number, LOCK_EX | LOCK_NB) }
            return true
        } catch  where error.errno == EWOULDBLOCK {
            return false
        }
    }

    package func allocate(_ descriptor: FileDescriptor, size: Int64) throws(FileError) {
        var result = EINTR
        while result == EINTR { result = posix_fallocate(descriptor.number, 0, off_t(size)) }
        guard result == 0 else { throw failure(result, .allocate, descriptor) }
    }

    package func systemDescriptor(of descriptor: FileDescriptor) -> Int32? { descriptor.number }
}

extension PosixFileSystem {
    /// Runs a call until it is not interrupted by a signal; -1 becomes an error.
    func check<Result: SignedInteger>(_ operation: FileOperation, _ path: String, _ call: () -> Result) throws(FileError) -> Result {
        while true {
            let result = call()
            guard result == -1 else { return result }
            let number = errno
            guard number == EINTR else { throw FileError(errno: number, operation: operation, path: path) }
        }
    }

    private func check<Result: SignedInteger>(
        _ operation: FileOperation, _ descriptor: FileDescriptor, _ call: () -> Result
    ) throws(FileError) -> Result {
        do {
            return try check(operation, "", call)
        } catch {
            throw failure(error.errno, operation, descriptor)
        }
    }

    /// Asks the kernel for the file's name, on failure only: a descriptor's number tells an operator nothing.
    private func failure(_ number: Int32, _ operation: FileOperation, _ descriptor: FileDescriptor) -> FileError {
        let path = withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(PATH_MAX)) { buffer -> String? in
            guard let start = buffer.baseAddress else { return nil }
            let count = readlink("/proc/self/fd/\(descriptor.number)", start, buffer.count)
            guard count > 0 else { return nil }
            return String(decoding: UnsafeRawBufferPointer(start: start, count: count), as: UTF8.self)
        }
        return FileError(errno: number, operation: operation, path: path ?? "file descriptor \(descriptor.number)")
    }
}
