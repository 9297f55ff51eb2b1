/// The system calls the store needs, as they are: blocking, each of them able to fail. Called on the store's threads only.
///
/// The seam exists so that tests can fail any call with any errno and cut the power between any two (`MemoryFileSystem` in
/// `StowageTestSupport`). Paths are absolute or relative to the process. Calls interrupted by a signal are repeated behind
/// the seam; partial reads and writes are the caller's to continue.
package protocol FileSystem: Sendable {
    /// Opens a file; children of the process do not inherit it.
    func open(_ path: String, _ mode: FileOpenMode) throws(FileError) -> FileDescriptor

    /// Releases the descriptor, always. What the kernel reports here is not told: nothing is ever acknowledged on the
    /// strength of a close; what matters was synced before.
    func close(_ descriptor: FileDescriptor)

    /// Reads at an offset, without a shared position. May read less than asked; 0 is the end of the file.
    func read(_ descriptor: FileDescriptor, into buffer: UnsafeMutableRawBufferPointer, at offset: Int64) throws(FileError) -> Int

    /// Writes at an offset. May write less than asked.
    func write(_ descriptor: FileDescriptor, _ bytes: UnsafeRawBufferPointer, at offset: Int64) throws(FileError) -> Int

    /// Makes the file's bytes, size and mode durable, not its name.
    ///
    /// After an error the bytes written so far may be on disk or not, *and a second call may succeed without writing them*:
    /// they have to be written again first.
    func synchronize(_ descriptor: FileDescriptor) throws(FileError)

    /// Asks for the bytes of a range to be written to disk soon, so that a later ``synchronize(_:)`` is short. Promises
    /// nothing; after an error the same holds as after a failed ``synchronize(_:)``.
    func startWriteback(_ descriptor: FileDescriptor, at offset: Int64, count: Int64) throws(FileError)

    func truncate(_ descriptor: FileDescriptor, to size: Int64) throws(FileError)

    func setMode(_ descriptor: FileDescriptor, _ mode: UInt16) throws(FileError)

    func status(_ descriptor: FileDescriptor) throws(FileError) -> FileStatus

    /// Takes the exclusive lock on an open file, held until its descriptor is closed or the process ends. False where
    /// somebody else has it.
    func lock(_ descriptor: FileDescriptor) throws(FileError) -> Bool

    /// Reserves disk space and sets the size, so that the space is really taken.
    func allocate(_ descriptor: FileDescriptor, size: Int64) throws(FileError)

    /// nil where the path does not exist. Does not follow a link in the last component.
    func status(_ path: String) throws(FileError) -> FileStatus?

    /// Moves a name, replacing what has the new one.
    func rename(_ path: String, to newPath: String) throws(FileError)

    /// Gives a file a second name, which must be free.
    func link(_ path: String, to newPath: String) throws(FileError)

    func unlink(_ path: String) throws(FileError)

    func makeFolder(_ path: String, mode: UInt16) throws(FileError)

    /// Makes the names in a folder durable: those made, moved in or out, and removed.
    func synchronizeFolder(_ path: String) throws(FileError)

    /// The names in a folder, without `.` and `..`, in no order.
    func list(_ path: String) throws(FileError) -> [String]

    /// The room in the file system that holds the path, in bytes.
    func space(at path: String) throws(FileError) -> (free: Int64, total: Int64)

    /// The kernel's descriptor, for `sendfile`; nil where there is none.
    func systemDescriptor(of descriptor: FileDescriptor) -> Int32?
}
