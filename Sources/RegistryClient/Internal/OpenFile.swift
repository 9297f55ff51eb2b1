import FoundationEssentials
import Glibc
import NIOCore

/// A file descriptor, closed with the last reference.
final class OpenFile: Sendable {
    let path: String
    private let descriptor: CInt

    init(reading path: String) throws {
        self.descriptor = try Self.check(open(path, O_RDONLY | O_CLOEXEC), "open", path)
        self.path = path
    }

    /// Makes a file without a name in `folder`: it is gone with the process, however that ends.
    init(temporaryIn folder: String) throws {
        let path = "\(folder)/stowage-\(UUID().uuidString.lowercased())"
        self.descriptor = try Self.check(open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600), "make the file", path)
        self.path = path
        unlink(path)
    }

    deinit { close(descriptor) }

    func size() throws -> Int64 {
        var status = stat()
        _ = try Self.check(fstat(descriptor, &status), "look at", path)
        guard status.st_mode & S_IFMT == S_IFREG else { throw ClientError(.sourceChanged, "\(path) is not a file") }
        return Int64(status.st_size)
    }

    /// - Throws: ``ClientError`` with code `sourceChanged` where there are fewer bytes.
    func read(from offset: Int64, count: Int) throws -> ByteBuffer {
        var buffer = ByteBufferAllocator().buffer(capacity: count)
        var read = 0
        while read < count {
            let got = try buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: count - read) { space in
                try Self.check(pread(descriptor, space.baseAddress, count - read, off_t(offset) + off_t(read)), "read", path)
            }
            guard got > 0 else { throw ClientError(.sourceChanged, "\(path) got shorter while it was pushed; push it again") }
            read += got
        }
        return buffer
    }

    func write(_ bytes: UnsafeRawBufferPointer, at offset: Int64) throws {
        var written = 0
        while written < bytes.count {
            let rest = UnsafeRawBufferPointer(rebasing: bytes[written...])
            written += try Self.check(pwrite(descriptor, rest.baseAddress, rest.count, off_t(offset) + off_t(written)), "write", path)
        }
    }

    private static func check<Number: SignedInteger>(_ call: @autoclosure () -> Number, _ verb: String, _ path: String) throws -> Number {
        while true {
            let result = call()
            if result >= 0 { return result }
            let code = errno
            if code == EINTR { continue }
            throw FileFailure(message: "can't \(verb) \(path): \(String(cString: strerror(code)))")
        }
    }
}
