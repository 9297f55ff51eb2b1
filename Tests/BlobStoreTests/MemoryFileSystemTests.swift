import BlobStore
import Glibc
import StowageTestSupport
import Testing

/// The double has to be right before it can show others wrong.
@Suite("The file system in memory")
struct MemoryFileSystemTests {
    private let files = MemoryFileSystem()

    private func make(_ path: String, _ bytes: [UInt8], synced: Bool) throws {
        let descriptor = try files.open(path, .createNew(mode: 0o600))
        defer { files.close(descriptor) }
        _ = try bytes.withUnsafeBytes { bytes throws(FileError) in try files.write(descriptor, bytes, at: 0) }
        if synced { try files.synchronize(descriptor) }
    }

    @Test("forgets names whose folder was not synced")
    func names() throws {
        try make("/a", [1], synced: true)
        #expect(files.afterPowerCut(.losingAll).contents(of: "/a") == nil)
        #expect(files.afterPowerCut(.losingBytes).contents(of: "/a") == [1])
        try files.synchronizeFolder("/")
        #expect(files.afterPowerCut(.losingAll).contents(of: "/a") == [1])
        try files.rename("/a", to: "/b")
        #expect(files.afterPowerCut(.losingAll).names(in: "/") == ["a"])
        #expect(files.afterPowerCut(.losingBytes).names(in: "/") == ["b"])
        try files.unlink("/b")
        #expect(files.afterPowerCut(.losingAll).contents(of: "/a") == [1])
        try files.synchronizeFolder("/")
        #expect(files.afterPowerCut(.losingAll).names(in: "/").isEmpty)
    }

    @Test("forgets bytes that were not synced")
    func bytes() throws {
        try make("/a", [1, 2], synced: false)
        try files.synchronizeFolder("/")
        #expect(files.afterPowerCut(.losingAll).contents(of: "/a") == [])
        #expect(files.afterPowerCut(.losingBytes).contents(of: "/a") == [0, 0])
    }

    @Test("after a failed sync a second one succeeds and writes nothing")
    func failedSync() throws {
        try make("/a", [1, 2], synced: false)
        try files.synchronizeFolder("/")
        let descriptor = try files.open("/a", .readWrite)
        defer { files.close(descriptor) }
        files.plan(FileFault(.fail(errno: EIO), on: .synchronize))
        #expect(throws: FileError(errno: EIO, operation: .synchronize, path: "/a")) { try files.synchronize(descriptor) }
        try files.synchronize(descriptor)
        #expect(files.afterPowerCut(.losingAll).contents(of: "/a") == [0, 0])
        _ = try [UInt8]([1, 2]).withUnsafeBytes { bytes throws(FileError) in try files.write(descriptor, bytes, at: 0) }
        try files.synchronize(descriptor)
        #expect(files.afterPowerCut(.losingAll).contents(of: "/a") == [1, 2])
    }

    @Test("fails every call after the power is cut")
    func cut() throws {
        try make("/a", [1], synced: true)
        files.cutPower(after: 1)
        try files.synchronizeFolder("/")
        #expect(throws: FileError(errno: EIO, operation: .unlink, path: "/a")) { try files.unlink("/a") }
        #expect(throws: FileError(errno: EIO, operation: .status, path: "/a")) { try files.status("/a") }
        #expect(files.isCut)
        #expect(files.afterPowerCut(.losingAll).contents(of: "/a") == [1])
    }

    @Test("has only so much room")
    func capacity() throws {
        files.setCapacity(5)
        try make("/a", [1, 2, 3], synced: false)
        let descriptor = try files.open("/a", .readWrite)
        defer { files.close(descriptor) }
        let five = [UInt8](repeating: 7, count: 5)
        let written = try five.withUnsafeBytes { bytes throws(FileError) in try files.write(descriptor, bytes, at: 3) }
        #expect(written == 2)
        #expect(throws: FileError(errno: ENOSPC, operation: .write, path: "/a")) {
            try five.withUnsafeBytes { bytes throws(FileError) in try files.write(descriptor, bytes, at: 5) }
        }
    }
}
