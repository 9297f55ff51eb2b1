import ContentHashing
import Glibc
import Logging
import OCIModel

/// The steps that make a verified upload a blob, in the order that a power cut at any point needs: bytes synced, then
/// renamed, then the folder synced.
struct Placement: Sendable {
    enum Result: Sendable {
        case placed(PublishOutcome.Kind)
        /// The upload is where it was. After a failed sync its bytes have to be written again.
        case failed(BlobStoreError, needsRewrite: Bool)
        /// The upload's file could not be put back.
        case lost(BlobStoreError)
    }

    /// The mode of a blob: nobody writes it again.
    static let blobMode: UInt16 = 0o444

    let upload: UploadID
    let descriptor: FileDescriptor
    let digest: Digest
    /// The bytes of the upload, all of them verified.
    let size: Int64
    let trustExisting: Bool

    /// Blocking; the caller holds the digest's lock.
    func run(in context: StoreContext) -> Result {
        var progress = Progress()
        do throws(FileError) {
            return .placed(try steps(&progress, context))
        } catch {
            let failure = context.failure(error, while: "store the blob \(digest)")
            return progress.isLost ? .lost(failure) : .failed(failure, needsRewrite: progress.isSyncing)
        }
    }

    private struct Progress {
        var isSyncing = false
        var isLost = false
    }

    private func steps(_ progress: inout Progress, _ context: StoreContext) throws(FileError) -> PublishOutcome.Kind {
        let fileSystem = context.fileSystem
        let target = context.layout.path(of: digest)
        let folder = context.layout.folder(of: digest)

        let existing = try fileSystem.status(target)
        if let existing, trustExisting, existing.isRegularFile, existing.size == size, try canBeRead(target, fileSystem) {
            // Whoever stored it may not have come to this sync yet.
            try fileSystem.synchronizeFolder(folder)
            dropUpload(context)
            return .alreadyStored
        }

        // A failed write may have left bytes behind the end.
        if try fileSystem.status(descriptor).size != size { try fileSystem.truncate(descriptor, to: size) }
        try fileSystem.setMode(descriptor, Self.blobMode)
        progress.isSyncing = true
        try fileSystem.synchronize(descriptor)
        progress.isSyncing = false

        let quarantined = existing == nil ? nil : try quarantine(target, context)
        do {
            try fileSystem.rename(context.layout.path(of: upload), to: target)
        } catch {
            if let quarantined { tryRemoving(quarantined, context) }
            throw error
        }
        do {
            try fileSystem.synchronizeFolder(folder)
        } catch {
            progress.isLost = !undo(target, quarantined: quarantined, context)
            throw error
        }
        if let quarantined {
            context.logger.warning(
                "a stored blob was damaged or suspect and has been replaced", metadata: ["digest": "\(digest)", "kept": "\(quarantined)"])
        }
        return existing == nil ? .stored : .healed
    }

    /// A file that the server may not open is no stored blob, whatever its size: nobody would get it.
    private func canBeRead(_ path: String, _ fileSystem: some FileSystem) throws(FileError) -> Bool {
        do throws(FileError) {
            fileSystem.close(try fileSystem.open(path, .read))
            return true
        } catch  where error.errno == EACCES || error.errno == EPERM {
            return false
        }
    }

    /// Keeps the stored file under a second name. The first stays until the rename replaces it, so there is no moment without.
    private func quarantine(_ target: String, _ context: StoreContext) throws(FileError) -> String {
        let path = context.layout.quarantinePath(for: digest)
        try context.fileSystem.link(target, to: path)
        do {
            try context.fileSystem.synchronizeFolder(context.layout.quarantine)
        } catch {
            tryRemoving(path, context)
            throw error
        }
        return path
    }

    /// Puts everything back after a folder could not be synced: trusting a second sync could acknowledge a name that is not
    /// on disk, while a second rename makes the name new again. Returns false where that fails too.
    private func undo(_ target: String, quarantined: String?, _ context: StoreContext) -> Bool {
        let upload = context.layout.path(of: upload)
        do throws(FileError) {
            if let quarantined {
                try context.fileSystem.link(target, to: upload)
                do throws(FileError) {
                    try context.fileSystem.rename(quarantined, to: target)
                } catch {
                    // The two names must not both stay: the upload's would let the blob be written to.
                    try context.fileSystem.unlink(upload)
                    throw error
                }
            } else {
                try context.fileSystem.rename(target, to: upload)
            }
            return true
        } catch {
            context.logger.error("an upload could not be put back after a failed sync", metadata: ["upload": "\(upload)", "error": "\(error)"])
            return false
        }
    }

    private func dropUpload(_ context: StoreContext) {
        tryRemoving(context.layout.path(of: upload), context)
    }

    /// Removes a name that is only in the way: left behind it costs room and nothing else.
    private func tryRemoving(_ path: String, _ context: StoreContext) {
        do {
            try context.fileSystem.unlink(path)
        } catch {
            context.logger.warning("a file that is not needed any more could not be removed", metadata: ["error": "\(error)"])
        }
    }
}
