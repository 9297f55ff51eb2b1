import Crypto
import Glibc

/// Reads entries one after another, into a buffer of its own. One for each thread.
struct EntryReader: ~Copyable {
    struct Status {
        let isExecutable: Bool
        let size: Int64
    }

    struct File {
        let digest: Digest
        let isExecutable: Bool
        let size: Int64
        /// The bytes are those of the object whose id was to be proven.
        let isObject: Bool

        var content: TreeContent { isExecutable ? .executable(digest) : .file(digest) }
    }

    private let folder: TreeFolder
    private let isStopped: () -> Bool
    private let buffer: UnsafeMutableRawBufferPointer

    init(_ folder: TreeFolder, isStopped: @escaping () -> Bool) {
        self.folder = folder
        self.isStopped = isStopped
        self.buffer = .allocate(byteCount: 256 << 10, alignment: 4096)
    }

    deinit {
        buffer.deallocate()
    }

    /// Looks at a file without opening it.
    func status(at index: Int, of entries: TreeEntries) throws(TreeError) -> Status {
        var status = stat()
        guard entries.paths.withCString(of: index, { fstatat(folder.descriptor, $0, &status, AT_SYMLINK_NOFOLLOW) }) == 0 else {
            throw TreeError.failed("look at", entries.path(at: index), errno: errno)
        }
        guard status.st_mode & S_IFMT == S_IFREG else { throw TreeError.changed(entries.path(at: index)) }
        return Status(isExecutable: status.st_mode & S_IXUSR != 0, size: Int64(status.st_size))
    }

    func digestOfTarget(at index: Int, of entries: TreeEntries) throws(TreeError) -> Digest {
        guard let start = buffer.assumingMemoryBound(to: CChar.self).baseAddress else { preconditionFailure("the buffer has bytes") }
        let count = entries.paths.withCString(of: index) { readlinkat(folder.descriptor, $0, start, buffer.count) }
        guard count >= 0 else {
            // EINVAL: no link any more.
            let number = errno == EINVAL ? ELOOP : errno
            throw TreeError.failed("read the link", entries.path(at: index), errno: number)
        }
        return Digest(hashing: UnsafeRawBufferPointer(rebasing: buffer[..<count]))
    }

    /// Reads and hashes a file.
    ///
    /// - Parameter id: Of the object of git that the file is said to be, to find out whether it is.
    func file(at index: Int, of entries: TreeEntries, provingID id: ObjectID? = nil) throws -> File {
        // O_NONBLOCK: what was a file when it was listed may be a pipe now, whose opening would wait.
        let flags = O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK
        let descriptor = entries.paths.withCString(of: index) { openat(folder.descriptor, $0, flags) }
        guard descriptor >= 0 else { throw TreeError.failed("open", entries.path(at: index), errno: errno) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw TreeError.failed("look at", entries.path(at: index), errno: errno) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw TreeError.changed(entries.path(at: index)) }
        let size = Int64(status.st_size)

        let first = try read(descriptor, index, entries)
        let whole = UnsafeRawBufferPointer(rebasing: buffer[..<first])
        // All of it came at once: nothing more is read to see the end.
        if Int64(first) == size {
            let isObject = id.map { ObjectProof.check($0, size: size, whole) } ?? false
            return File(digest: Digest(hashing: whole), isExecutable: status.st_mode & S_IXUSR != 0, size: size, isObject: isObject)
        }
        var hasher = ContentHasher(algorithm: .sha256)
        var proof = id.map { ObjectProof($0, size: size) }
        var count = first
        var total: Int64 = 0
        while count > 0 {
            guard !isStopped() else { throw CancellationError() }
            let piece = UnsafeRawBufferPointer(rebasing: buffer[..<count])
            hasher.update(piece)
            proof?.update(piece)
            total += Int64(count)
            count = try read(descriptor, index, entries)
        }
        guard total == size else { throw TreeError.changed(entries.path(at: index)) }
        return File(
            digest: hasher.digest(), isExecutable: status.st_mode & S_IXUSR != 0, size: size, isObject: proof?.isProven ?? false)
    }

    private func read(_ descriptor: Int32, _ index: Int, _ entries: TreeEntries) throws(TreeError) -> Int {
        while true {
            let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
            if count >= 0 { return count }
            guard errno == EINTR else { throw TreeError.failed("read", entries.path(at: index), errno: errno) }
        }
    }
}
