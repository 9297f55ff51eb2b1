import ContentHashing
import Logging
import Synchronization

extension FileUpload {
    func publish(as digest: Digest, trustExisting: Bool) async throws -> PublishOutcome {
        let outcome = try await context.uploadLocks.withLockIfFree(id) {
            try state.withLock { state in
                guard state.phase == .open else { throw ended }
                state.phase = .completing
            }
            do {
                return try await complete(as: digest, trustExisting: trustExisting)
            } catch {
                state.withLock { state in
                    if state.phase == .completing { state.phase = .open }
                }
                throw error
            }
        }
        guard let outcome else { throw busy }
        return outcome
    }

    private func complete(as digest: Digest, trustExisting: Bool) async throws -> PublishOutcome {
        try await drain()
        let size = offset
        guard try await proven(digest, size: size) else {
            await release()
            let mismatch = BlobStoreError(.digestMismatch, "the \(size) bytes of the upload \(id) do not hash to \(digest)")
            do {
                try await context.removeUpload(id)
            } catch {
                // The answer is the same; the file is one more orphan in uploads/.
                context.logger.warning("a refused upload could not be removed", metadata: ["upload": "\(id)", "error": "\(error)"])
            }
            throw mismatch
        }
        let kind = try await context.digestLocks.withLock(digest) {
            try await place(Placement(upload: id, descriptor: descriptor, digest: digest, size: size, trustExisting: trustExisting))
        }
        await release()
        return PublishOutcome(kind, size: size)
    }

    /// Whether the bytes hash to the digest. Reads them again only for another algorithm, or to write them again.
    private func proven(_ digest: Digest, size: Int64) async throws -> Bool {
        let streamed = hasher.withLock { $0.digest() }
        let needsRewrite = state.withLock { $0.needsRewrite }
        if digest.algorithm == streamed.algorithm, !needsRewrite || digest != streamed { return digest == streamed }
        let reread = try await context.reread(descriptor, size: size, algorithm: digest.algorithm, rewriting: needsRewrite)
        state.withLock { $0.needsRewrite = false }
        if digest.algorithm == streamed.algorithm, reread.digest() != streamed {
            // What was read is not what was sent. Its own bytes are no use to it; only the client has them.
            try await loseBytes()
        }
        return reread.digest() == digest
    }

    private func loseBytes() async throws {
        await release()
        try await context.removeUpload(id)
        throw BlobStoreError(.uploadUnknown, "the disk lost bytes of the upload \(id) after a failed sync; it has to be sent again")
    }

    /// Syncs and renames, on a thread for syncs.
    private func place(_ placement: Placement) async throws -> PublishOutcome.Kind {
        let result = try await context.threads.run(on: .sync) { [context] in placement.run(in: context) }
        switch result {
        case .placed(let kind):
            return kind
        case .failed(let error, let needsRewrite):
            if needsRewrite { state.withLock { $0.needsRewrite = true } }
            throw error
        case .lost(let error):
            await release()
            throw BlobStoreError(.uploadUnknown, "the upload \(id) failed while it was made a blob and has to be sent again", cause: error)
        }
    }
}
