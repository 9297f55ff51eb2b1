package import NIOCore
import Synchronization

/// A blob opened for reading.
///
/// Its bytes do not change and it does not shrink while it is open, removed from the store or not. Reads have no shared
/// position, so any number may go on at once.
package final class BlobFile: Sendable {
    private struct State {
        var reads = 0
        var isClosed = false
        var isReleased = false

        /// True once: when it is closed and the last read has ended.
        mutating func takeRelease() -> Bool {
            guard isClosed, reads == 0, !isReleased else { return false }
            isReleased = true
            return true
        }
    }

    /// In bytes; what the file had when it was opened.
    package let size: Int64

    private let descriptor: FileDescriptor
    private let context: StoreContext
    private let state = Mutex(State())

    init(descriptor: FileDescriptor, size: Int64, context: StoreContext) {
        self.descriptor = descriptor
        self.size = size
        self.context = context
    }

    deinit {
        // A holder that forgot `close()`.
        let isOwed = state.withLock { state in
            state.isClosed = true
            return state.takeRelease()
        }
        if isOwed { Self.release(descriptor, context) }
    }

    /// Reads a range; what lies beyond the end is left out. Not interrupted by cancellation.
    ///
    /// - Throws: ``BlobStoreError`` with code `closed` after ``close()``, `damaged` where the file has become shorter.
    package func read(at offset: Int64, count: Int) async throws -> ByteBuffer {
        let count = offset < 0 ? 0 : Int(min(Int64(max(count, 0)), max(size - offset, 0)))
        try state.withLock { state in
            guard !state.isClosed else { throw BlobStoreError(.closed, "the blob file is closed") }
            state.reads += 1
        }
        defer {
            let isLast = state.withLock { state in
                state.reads -= 1
                return state.takeRelease()
            }
            if isLast { Self.release(descriptor, context) }
        }
        guard count > 0 else { return ByteBuffer() }
        return try await context.run(on: .read, "read a blob") { [descriptor] fileSystem in
            var buffer = ByteBufferAllocator().buffer(capacity: count)
            try buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: count) { bytes in
                try fileSystem.readFully(descriptor, into: UnsafeMutableRawBufferPointer(rebasing: bytes[..<count]), at: offset)
            }
            guard buffer.readableBytes == count else {
                throw BlobStoreError(.damaged, "a blob file became shorter while it was read: something other than the server changed it")
            }
            return buffer
        }
    }

    /// The kernel's descriptor, for `sendfile`; nil where the file system has none. It is good until ``close()``, and stays
    /// this object's: nobody else closes it.
    package var systemDescriptor: Int32? { context.fileSystem.systemDescriptor(of: descriptor) }

    /// Closes the file; reads that are going on end first, and the last of them closes it. Calling it again is fine.
    ///
    /// Throws nothing today; an engine elsewhere may. A file that is dropped without it is closed as well.
    package func close() async throws {
        let isOwed = state.withLock { state in
            state.isClosed = true
            return state.takeRelease()
        }
        if isOwed { Self.release(descriptor, context) }
    }

    /// On a thread of the pool: the last close of a removed file frees its blocks, which takes time for a large one.
    private static func release(_ descriptor: FileDescriptor, _ context: StoreContext) {
        context.threads.submit(to: .read) { _ in context.fileSystem.close(descriptor) }
    }
}
