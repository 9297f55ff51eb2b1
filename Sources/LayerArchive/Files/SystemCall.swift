import Glibc

/// Calls of the system, repeated when a signal interrupts them.
enum SystemCall {
    /// The call's result, or its errno.
    static func attempt<Result: SignedInteger>(_ call: () -> Result) -> Swift.Result<Result, SystemError> {
        while true {
            let result = call()
            guard result == -1 else { return .success(result) }
            let number = errno
            guard number == EINTR else { return .failure(SystemError(errno: number)) }
        }
    }

    /// - Parameter purpose: what is being done, as in "could not PURPOSE".
    @discardableResult
    static func check<Result: SignedInteger>(_ purpose: @autoclosure () -> String, _ call: () -> Result) throws -> Result {
        switch attempt(call) {
        case .success(let result): return result
        case .failure(let error): throw LayerArchiveError(errno: error.errno, while: purpose())
        }
    }

    /// Writes all of it.
    static func write(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer, _ purpose: @autoclosure () -> String) throws {
        var rest = bytes
        while !rest.isEmpty {
            let count = try check(purpose()) { Glibc.write(descriptor, rest.baseAddress, rest.count) }
            // No progress and no error would be repeated for ever.
            guard count > 0 else { throw LayerArchiveError(errno: EIO, while: purpose()) }
            rest = UnsafeRawBufferPointer(rebasing: rest[count...])
        }
    }

    /// The status of a name, of a link the link's own; nil where there is none.
    static func status(_ name: some Collection<UInt8>, in folder: Int32, _ purpose: @autoclosure () -> String) throws -> stat? {
        var status = stat()
        let result = name.withCString { name in attempt { fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) } }
        switch result {
        case .success: return status
        case .failure(let error) where error.errno == ENOENT: return nil
        case .failure(let error): throw LayerArchiveError(errno: error.errno, while: purpose())
        }
    }

    /// Where a symbolic link points.
    static func linkTarget(_ name: ArraySlice<UInt8>, in folder: Int32, _ purpose: @autoclosure () -> String) throws -> [UInt8] {
        try name.withCString { name in
            try [UInt8](unsafeUninitializedCapacity: Int(PATH_MAX)) { buffer, count in
                count = try check(purpose()) {
                    buffer.withMemoryRebound(to: CChar.self) { chars in
                        guard let start = chars.baseAddress else { return -1 }
                        return readlinkat(folder, name, start, chars.count)
                    }
                }
            }
        }
    }

    static func status(_ descriptor: Int32, _ purpose: @autoclosure () -> String) throws -> stat {
        var status = stat()
        try check(purpose()) { fstat(descriptor, &status) }
        return status
    }
}

extension Collection<UInt8> {
    /// The bytes with a NUL behind them.
    ///
    /// - Precondition: there is no NUL among them; what stands behind one would not be seen.
    func withCString<Result>(_ body: (UnsafePointer<CChar>) throws -> Result) rethrows -> Result {
        var bytes = ContiguousArray<CChar>()
        bytes.reserveCapacity(count + 1)
        for byte in self { bytes.append(CChar(bitPattern: byte)) }
        bytes.append(0)
        return try bytes.withUnsafeBufferPointer { buffer in
            guard let start = buffer.baseAddress else { preconditionFailure("an array with a NUL in it has a start") }
            return try body(start)
        }
    }
}

extension stat {
    var kind: mode_t { st_mode & S_IFMT }
    var isFolder: Bool { kind == S_IFDIR }
    /// With the bits set-user-id, set-group-id and sticky.
    var permissions: UInt16 { UInt16(truncatingIfNeeded: st_mode & 0o7777) }
    var modified: FileTime { FileTime(seconds: Int64(st_mtim.tv_sec), nanoseconds: Int32(truncatingIfNeeded: st_mtim.tv_nsec)) }
}
