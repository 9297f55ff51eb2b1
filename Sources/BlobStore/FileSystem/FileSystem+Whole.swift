extension FileSystem {
    /// Continues partial reads until the buffer is full or the file ends. Returns the bytes read.
    func readFully(_ descriptor: FileDescriptor, into buffer: UnsafeMutableRawBufferPointer, at offset: Int64) throws(FileError) -> Int {
        var count = 0
        while count < buffer.count {
            let read = try self.read(descriptor, into: UnsafeMutableRawBufferPointer(rebasing: buffer[count...]), at: offset + Int64(count))
            guard read > 0 else { break }
            count += read
        }
        return count
    }

    /// Continues partial writes until everything is written.
    ///
    /// - Parameter written: counts the bytes written, and is right after an error too.
    func writeFully(_ descriptor: FileDescriptor, _ bytes: UnsafeRawBufferPointer, at offset: Int64, written: inout Int) throws(FileError) {
        written = 0
        while written < bytes.count {
            written += try self.write(descriptor, UnsafeRawBufferPointer(rebasing: bytes[written...]), at: offset + Int64(written))
        }
    }
}
