package import ContentHashing
import Glibc
package import Logging
import OCIModel

/// Blobs in a folder of the local file system, one file each.
///
/// One store owns a data folder at a time. ``close()`` must be called; it ends the store's threads.
package final class FileBlobStore: BlobStore {
    let context: StoreContext
    private let lock: StoreLock

    private init(_ context: StoreContext, _ lock: StoreLock) {
        self.context = context
        self.lock = lock
    }

    /// Opens a data folder, and makes what is missing of it. Does not look at blobs, however many there are.
    ///
    /// - Throws: ``BlobStoreError``: code `locked` where another process, or this one, has it open.
    package static func open(
        at path: String, configuration: Configuration = Configuration(), fileSystem: any FileSystem = PosixFileSystem(), logger: Logger
    ) async throws -> FileBlobStore {
        let layout = StoreLayout(root: path)
        let context = StoreContext(layout: layout, fileSystem: fileSystem, configuration: configuration, logger: logger)
        do {
            let lock = try await context.run(on: .write, "open the data folder \(path)", isRemoval: true) { fileSystem in
                try layout.makeRoot(in: fileSystem)
                let lock = try StoreLock.acquire(layout, in: fileSystem)
                do {
                    try layout.prepare(in: fileSystem)
                    context.ballast.restore(within: try context.gauge.space())
                    return lock
                } catch {
                    fileSystem.close(lock.descriptor)
                    throw error
                }
            }
            return FileBlobStore(context, lock)
        } catch {
            await context.threads.shutDown()
            throw error
        }
    }

    /// Closes the uploads that are open, keeping their bytes, ends the threads and gives up the folder. Every later call, of
    /// blob files too, throws code `closed`.
    package func close() async {
        for upload in context.uploads.open {
            do {
                try await upload.close()
            } catch {
                context.logger.warning("an upload ended with an error", metadata: ["upload": "\(upload.id)", "error": "\(error)"])
            }
        }
        await context.threads.shutDown()
        context.fileSystem.close(lock.descriptor)
    }

    package func size(of digest: Digest) async throws -> Int64? {
        try await context.run(on: .read, "look up the blob \(digest)") { [context] fileSystem in
            try fileSystem.status(context.layout.path(of: digest))?.size
        }
    }

    package func open(_ digest: Digest, expectedSize: Int64) async throws -> BlobContent {
        let file = try await context.run(on: .read, "open the blob \(digest)") { [context] fileSystem in
            let path = context.layout.path(of: digest)
            let descriptor: FileDescriptor
            do {
                descriptor = try fileSystem.open(path, .read)
            } catch let error as FileError where error.errno == ENOENT {
                throw BlobStoreError(.notFound, "the blob \(digest) is not stored", cause: error)
            }
            do {
                let status = try fileSystem.status(descriptor)
                guard status.isRegularFile, status.size == expectedSize else {
                    throw BlobStoreError(
                        .damaged, "\(path) has \(status.size) bytes where \(expectedSize) were stored; push the blob again to heal it")
                }
                return BlobFile(descriptor: descriptor, size: status.size, context: context)
            } catch {
                fileSystem.close(descriptor)
                throw error
            }
        }
        return .file(file)
    }

    package func remove(_ digest: Digest) async throws {
        try await context.digestLocks.withLock(digest) {
            try await context.run(on: .write, "remove the blob \(digest)", isRemoval: true) { [context] fileSystem in
                do {
                    try fileSystem.unlink(context.layout.path(of: digest))
                } catch let error as FileError where error.errno == ENOENT {
                    // Removed before.
                }
                context.gauge.forget()
            }
        }
    }

    package func space() async throws -> StorageSpace {
        try await context.run(on: .read, "look at the free space") { [context] _ in try context.space() }
    }

    /// Gives the reserve up, for those who delete on the same disk and find it full. The store does it by itself when it does.
    package func releaseReserve() async throws {
        try await context.run(on: .write, "give up the reserve") { [context] _ in
            context.ballast.release()
            context.gauge.forget()
        }
    }

    /// Takes the reserve back when there is room for it again. Called from time to time.
    package func maintainReserve() async throws {
        try await context.run(on: .write, "look at the free space") { [context] _ in
            context.gauge.forget()
            context.ballast.restore(within: try context.gauge.space())
        }
    }
}
