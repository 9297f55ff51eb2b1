package import NIOCore

/// A file, read in pieces with `pread(2)` on a queue of its own.
package final class FileBlobSource: BlobSource {
    package let size: Int64
    private let file: OpenFile
    private let queue = FileQueue("blob.read")

    /// Opens the file; it is closed with the source.
    ///
    /// - Throws: What the system says; ``ClientError`` with code `sourceChanged` for something that is no file.
    package init(path: String) throws {
        self.file = try OpenFile(reading: path)
        self.size = try file.size()
    }

    package func read(from offset: Int64, count: Int) async throws -> ByteBuffer {
        try await queue.run { [file] in try file.read(from: offset, count: count) }
    }
}
