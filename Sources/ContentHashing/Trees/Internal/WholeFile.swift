import Glibc

/// A file that was read into memory.
struct WholeFile {
    /// Which file it was, and in what state. Another one after it was replaced or written to.
    struct Identity: Hashable, Sendable {
        private let device: UInt64
        private let inode: UInt64
        private let size: Int64
        private let seconds: Int
        private let nanoseconds: Int

        init?(of path: String) {
            var status = stat()
            guard lstat(path, &status) == 0 else { return nil }
            self.init(status)
        }

        fileprivate init(_ status: stat) {
            self.device = UInt64(status.st_dev)
            self.inode = UInt64(status.st_ino)
            self.size = Int64(status.st_size)
            self.seconds = status.st_mtim.tv_sec
            self.nanoseconds = status.st_mtim.tv_nsec
        }
    }

    let bytes: [UInt8]
    let identity: Identity
    /// It belongs to this process's user, and neither its group nor others may write to it.
    let isWritableForOwnerOnly: Bool

    /// - Returns: `nil` where there is no regular file, a symbolic link, a file above the size, or one that can't be read.
    init?(_ path: String, maximumSize: Int) {
        // O_NONBLOCK: opening a pipe would wait.
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size <= maximumSize else { return nil }
        let size = Int(status.st_size)
        self.bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            while count < size {
                let got = read(file, buffer.baseAddress.map { $0 + count }, size - count)
                if got < 0, errno == EINTR { continue }
                guard got > 0 else { return }
                count += got
            }
        }
        guard bytes.count == size else { return nil }
        self.identity = Identity(status)
        self.isWritableForOwnerOnly = status.st_uid == geteuid() && status.st_mode & 0o022 == 0
    }
}
