import Glibc

/// The right to use a data folder, held as long as its descriptor is open. The kernel gives it back when the process ends,
/// however it ends.
struct StoreLock: Sendable {
    let descriptor: FileDescriptor

    /// - Throws: ``BlobStoreError`` with code `locked`, which names the holder.
    static func acquire(_ layout: StoreLayout, in fileSystem: some FileSystem) throws -> StoreLock {
        let descriptor = try fileSystem.open(layout.lock, .createOrOpen(mode: 0o644))
        do {
            guard try fileSystem.lock(descriptor) else {
                throw BlobStoreError(
                    .locked,
                    "the data folder \(layout.root) is in use by \(try holder(descriptor, in: fileSystem)); "
                        + "stop that one first or choose another folder")
            }
            // For people and for the message above; the lock itself is the kernel's.
            try fileSystem.truncate(descriptor, to: 0)
            var written = 0
            // Untyped: a typed closure here ends the compiler (6.3.1).
            try Array("\(getpid())\n".utf8).withUnsafeBytes { bytes in
                try fileSystem.writeFully(descriptor, bytes, at: 0, written: &written)
            }
            return StoreLock(descriptor: descriptor)
        } catch let error as FileError where error.operation == .truncate || error.operation == .write {
            // A full disk must not keep the server from starting: deleting is what helps then.
            return StoreLock(descriptor: descriptor)
        } catch {
            fileSystem.close(descriptor)
            throw error
        }
    }

    private static func holder(_ descriptor: FileDescriptor, in fileSystem: some FileSystem) throws(FileError) -> String {
        let text = try withUnsafeTemporaryAllocation(byteCount: 32, alignment: 1) { buffer throws(FileError) in
            let count = try fileSystem.readFully(descriptor, into: buffer, at: 0)
            return String(decoding: buffer[..<count], as: UTF8.self)
        }
        guard let pid = Int32(text.prefix { $0.isASCII && $0.isNumber }) else { return "another process" }
        return "the process \(pid)"
    }
}
