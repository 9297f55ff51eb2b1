import Glibc

extension PosixFileSystem {
    package func status(_ path: String) throws(FileError) -> FileStatus? {
        var status = stat()
        do {
            _ = try check(.status, path) { lstat(path, &status) }
        } catch  where error.errno == ENOENT {
            return nil
        }
        return FileStatus(status)
    }

    package func rename(_ path: String, to newPath: String) throws(FileError) {
        _ = try check(.rename, newPath) { Glibc.rename(path, newPath) }
    }

    package func link(_ path: String, to newPath: String) throws(FileError) {
        _ = try check(.link, newPath) { Glibc.link(path, newPath) }
    }

    package func unlink(_ path: String) throws(FileError) {
        _ = try check(.unlink, path) { Glibc.unlink(path) }
    }

    package func makeFolder(_ path: String, mode: UInt16) throws(FileError) {
        _ = try check(.makeFolder, path) { mkdir(path, mode_t(mode)) }
    }

    package func synchronizeFolder(_ path: String) throws(FileError) {
        let number = try check(.synchronizeFolder, path) { Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
        defer { _ = Glibc.close(number) }
        _ = try check(.synchronizeFolder, path) { fsync(number) }
    }

    package func list(_ path: String) throws(FileError) -> [String] {
        guard let folder = opendir(path) else { throw FileError(errno: errno, operation: .list, path: path) }
        defer { closedir(folder) }
        var names: [String] = []
        while true {
            errno = 0
            guard let entry = readdir(folder) else { break }
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: Int(entry.pointee.d_reclen)) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        // The end of the folder and a failure are told apart by errno alone.
        guard errno == 0 else { throw FileError(errno: errno, operation: .list, path: path) }
        return names
    }

    package func space(at path: String) throws(FileError) -> (free: Int64, total: Int64) {
        var space = statvfs()
        _ = try check(.space, path) { statvfs(path, &space) }
        let fragment = UInt64(space.f_frsize)
        return (Int64(clamping: UInt64(space.f_bavail) * fragment), Int64(clamping: UInt64(space.f_blocks) * fragment))
    }
}

extension FileStatus {
    init(_ status: stat) {
        self.init(
            size: Int64(status.st_size), mode: UInt16(truncatingIfNeeded: status.st_mode & 0o7777), linkCount: Int(clamping: status.st_nlink),
            isRegularFile: status.st_mode & S_IFMT == S_IFREG)
    }
}
