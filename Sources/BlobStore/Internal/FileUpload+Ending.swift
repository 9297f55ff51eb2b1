import ContentHashing
import Glibc
import Logging
import OCIModel
import Synchronization

extension FileUpload {
    func discard() async throws {
        try await context.uploadLocks.withLock(id) { try await discardLocked() }
    }

    func close() async throws {
        try await context.uploadLocks.withLock(id) {
            guard beginEnding() else { return }
            var failure: (any Error)?
            do {
                try await drain()
            } catch {
                failure = error
            }
            // After an error the hashing lane may still be behind: such bytes are read again.
            let isSound = failure == nil && state.withLock { !$0.needsRewrite }
            await release(keeping: isSound ? UploadRegistry.Closed(hasher: hasher.withLock { $0 }, size: offset) : nil)
            if let failure { throw failure }
        }
    }

    /// For callers that hold the upload's lock.
    func discardLocked() async throws {
        guard beginEnding() else { return }
        do {
            try await drain()
        } catch {
            context.logger.debug("a discarded upload had failed", metadata: ["upload": "\(id)", "error": "\(error)"])
        }
        await release()
        try await context.removeUpload(id)
    }

    /// Lets nothing more in. False where the upload has ended already.
    private func beginEnding() -> Bool {
        state.withLock { state in
            guard state.phase == .open else { return false }
            state.phase = .completing
            return true
        }
    }

    /// Closes the file, once. The lanes are at rest and the caller holds the upload's lock.
    func release(keeping closed: UploadRegistry.Closed? = nil) async {
        state.withLock { $0.phase = .ended }
        context.uploads.remove(id, keeping: closed)
        do {
            try await context.threads.run(on: .write) { [self] in context.fileSystem.close(descriptor) }
        } catch {
            // The threads are gone, and this one will do.
            context.fileSystem.close(descriptor)
        }
    }
}

extension StoreContext {
    /// Removes the file of an upload that is not open; one that is absent is fine.
    func removeUpload(_ id: UploadID) async throws {
        try await run(on: .write, "remove the upload \(id)") { [layout] fileSystem in
            do {
                try fileSystem.unlink(layout.path(of: id))
            } catch let error as FileError where error.errno == ENOENT {
                // Removed before.
            }
        }
    }
}
