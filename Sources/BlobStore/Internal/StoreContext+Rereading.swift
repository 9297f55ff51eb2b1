import ContentHashing
import Glibc

extension StoreContext {
    /// A step of rereading: long enough to be fast, short enough to let other work and cancellation in.
    private static let window: Int64 = 8 << 20
    private static let bufferSize = 256 << 10

    /// Reads an upload's bytes again and hashes them.
    ///
    /// - Parameter rewriting: writes the bytes again too. After a failed sync the kernel may hold pages for written that are
    ///   not; writing makes it write them.
    /// - Throws: ``BlobStoreError``; `CancellationError` between two windows.
    func reread(_ descriptor: FileDescriptor, size: Int64, algorithm: DigestAlgorithm, rewriting: Bool) async throws -> ContentHasher {
        var hasher = ContentHasher(algorithm: algorithm)
        var offset: Int64 = 0
        while offset < size {
            try Task.checkCancellation()
            let range = offset..<min(offset + Self.window, size)
            hasher = try await run(on: .write, "read an upload again") { [hasher] fileSystem in
                try Self.reread(descriptor, range, hasher, rewriting: rewriting, in: fileSystem)
            }
            offset = range.upperBound
        }
        return hasher
    }

    private static func reread(
        _ descriptor: FileDescriptor, _ range: Range<Int64>, _ hasher: ContentHasher, rewriting: Bool, in fileSystem: any FileSystem
    ) throws(FileError) -> ContentHasher {
        var hasher = hasher
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: bufferSize, alignment: 16)
        defer { buffer.deallocate() }
        var offset = range.lowerBound
        while offset < range.upperBound {
            let wanted = UnsafeMutableRawBufferPointer(rebasing: buffer[..<min(bufferSize, Int(range.upperBound - offset))])
            guard try fileSystem.readFully(descriptor, into: wanted, at: offset) == wanted.count else {
                throw FileError(errno: EIO, operation: .read, path: "an upload that became shorter")
            }
            if rewriting {
                var written = 0
                try fileSystem.writeFully(descriptor, UnsafeRawBufferPointer(wanted), at: offset, written: &written)
            }
            hasher.update(UnsafeRawBufferPointer(wanted))
            offset += Int64(wanted.count)
        }
        return hasher
    }
}
