import BlobStore
import Glibc
import StowageTestSupport
import Testing

@Suite("The operating system's files")
struct PosixFileSystemTests {
    private let files = PosixFileSystem()

    @Test("are read and written at offsets, and not inherited")
    func readAndWrite() async throws {
        try await withTemporaryDirectory { path in
            let descriptor = try files.open("\(path)/a", .createNew(mode: 0o600))
            defer { files.close(descriptor) }
            #expect(fcntl(descriptor.number, F_GETFD) & FD_CLOEXEC != 0)
            let written = try [UInt8](1...10).withUnsafeBytes { bytes throws(FileError) in try files.write(descriptor, bytes, at: 5) }
            #expect(written == 10)
            try files.startWriteback(descriptor, at: 0, count: 15)
            try files.synchronize(descriptor)
            try files.truncate(descriptor, to: 12)
            try files.setMode(descriptor, 0o444)
            #expect(try files.status(descriptor) == FileStatus(size: 12, mode: 0o444, linkCount: 1, isRegularFile: true))
            var bytes = [UInt8](repeating: 9, count: 20)
            let read = try bytes.withUnsafeMutableBytes { buffer throws(FileError) in try files.read(descriptor, into: buffer, at: 4) }
            #expect(read == 8)
            #expect(bytes.prefix(8) == [0, 1, 2, 3, 4, 5, 6, 7])
            #expect(files.systemDescriptor(of: descriptor) == descriptor.number)
        }
    }

    @Test("have names that are made, linked, moved and removed")
    func names() async throws {
        try await withTemporaryDirectory { path in
            try files.makeFolder("\(path)/folder", mode: 0o700)
            files.close(try files.open("\(path)/a", .createNew(mode: 0o600)))
            try files.link("\(path)/a", to: "\(path)/b")
            #expect(try files.status("\(path)/b")?.linkCount == 2)
            try files.rename("\(path)/b", to: "\(path)/folder/c")
            try files.synchronizeFolder("\(path)/folder")
            #expect(try files.list("\(path)/folder") == ["c"])
            #expect(try files.list(path).sorted() == ["a", "folder"])
            try files.unlink("\(path)/folder/c")
            #expect(try files.status("\(path)/folder/c") == nil)
            #expect(try files.space(at: path).total > 0)
        }
    }

    @Test("space can be reserved, and a lock has one holder")
    func allocateAndLock() async throws {
        try await withTemporaryDirectory { path in
            let first = try files.open("\(path)/a", .createOrOpen(mode: 0o600))
            let second = try files.open("\(path)/a", .createOrOpen(mode: 0o600))
            defer { files.close(second) }
            try files.allocate(first, size: 100_000)
            #expect(try files.status(second).size == 100_000)
            #expect(try files.lock(first))
            #expect(try !files.lock(second))
            files.close(first)
            #expect(try files.lock(second))
        }
    }

    @Test("fail with the number, the call and the path")
    func errors() async throws {
        try await withTemporaryDirectory { path in
            let file = "\(path)/a"
            #expect(throws: FileError(errno: ENOENT, operation: .open, path: file)) { try files.open(file, .read) }
            #expect(throws: FileError(errno: ENOENT, operation: .unlink, path: file)) { try files.unlink(file) }
            #expect(throws: FileError(errno: ENOENT, operation: .rename, path: "\(path)/b")) { try files.rename(file, to: "\(path)/b") }
            #expect(throws: FileError(errno: ENOENT, operation: .list, path: file)) { try files.list(file) }
            #expect(throws: FileError(errno: ENOENT, operation: .synchronizeFolder, path: file)) { try files.synchronizeFolder(file) }
            let descriptor = try files.open(file, .createNew(mode: 0o600))
            defer { files.close(descriptor) }
            #expect(throws: FileError(errno: EEXIST, operation: .open, path: file)) { try files.open(file, .createNew(mode: 0o600)) }
            #expect(throws: FileError(errno: EINVAL, operation: .truncate, path: file)) { try files.truncate(descriptor, to: -1) }
            #expect(symlink(file, "\(path)/link") == 0)
            #expect(throws: FileError(errno: ELOOP, operation: .open, path: "\(path)/link")) { try files.open("\(path)/link", .read) }
        }
    }
}
