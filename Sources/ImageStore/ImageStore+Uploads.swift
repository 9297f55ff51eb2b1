import BlobStore
import Catalog
package import ContentHashing
import Logging
package import NIOCore
package import OCIModel

extension ImageStore {
    /// Opens an upload.
    ///
    /// - Parameter algorithm: What the client will name the blob by, as far as it has said. A blob may still be closed
    ///   under another; its bytes are then read again.
    package func startUpload(in repository: RepositoryName, algorithm: DigestAlgorithm) async throws -> UploadStatus {
        let id = UploadID()
        return try await OCIError.translating {
            guard sessions.addClaimed(id, in: repository) else { throw OCIError(.internalFailure, "an upload's id was not unique; try again") }
            do {
                let upload = try await blobs.createUpload(id, algorithm: algorithm)
                do {
                    let now = clock()
                    try await catalog.openUpload(
                        UploadRecord(id: id, repository: repository, algorithm: algorithm, offset: 0, startedAt: now, touchedAt: now))
                } catch {
                    try await upload.discard()
                    throw error
                }
                sessions.release(id, at: .receiving(upload))
            } catch {
                sessions.remove(id)
                throw error
            }
            await closeIdleUploads()
            return UploadStatus(id: id, repository: repository, offset: 0)
        }
    }

    /// Where an upload stands, also while another request is writing to it. Reads none of its bytes.
    package func uploadStatus(_ id: UploadID, in repository: RepositoryName) async throws -> UploadStatus {
        if let offset = sessions.offset(of: id, in: repository) { return UploadStatus(id: id, repository: repository, offset: offset) }
        return try await OCIError.translating {
            guard try await catalog.upload(id, in: repository) != nil, let size = try await blobs.uploadSize(id) else {
                throw Self.unknown(in: repository)
            }
            return UploadStatus(id: id, repository: repository, offset: size)
        }
    }

    /// Takes a chunk.
    ///
    /// What arrived before a body broke off is kept: the upload goes on from the offset that it then reports.
    ///
    /// - Parameters:
    ///   - range: Where the client says the chunk belongs; `nil` appends.
    ///   - size: Of the body, where it is known before it is read.
    /// - Throws: ``OCIError``: `rangeOutOfOrder` for a chunk that does not continue the
    ///   upload, which stays usable; `uploadBusy`; `uploadUnknown`; `sizeInvalid`; `storageFull`.
    package func append(
        _ body: some AsyncSequence<ByteBuffer, any Error>, size: Int64?, at range: ChunkRange?, to id: UploadID, in repository: RepositoryName
    ) async throws -> UploadStatus {
        try await withUpload(id, in: repository) { stage in
            guard case .receiving(let upload) = stage else {
                throw Self.outOfOrder(offset: stage.offset)
            }
            try await receive(body, size: size, at: range, into: upload, isRecorded: true)
            try await catalog.recordProgress(of: id, offset: upload.offset)
            return (stage, UploadStatus(id: id, repository: repository, offset: upload.offset))
        }
    }

    /// Takes the rest of an upload and makes it a blob of the repository. When this returns, the blob is durable.
    ///
    /// - Throws: what ``append(_:size:at:to:in:)`` does, and `digestInvalid` for bytes that have another digest; these
    ///   are gone, and the upload with them.
    package func finishUpload(
        _ id: UploadID, with body: some AsyncSequence<ByteBuffer, any Error>, size: Int64?, at range: ChunkRange?, as digest: Digest,
        in repository: RepositoryName
    ) async throws -> StoredBlob {
        try await withUpload(id, in: repository) { stage in
            if case .receiving(let upload) = stage {
                try await receive(body, size: size, at: range, into: upload, isRecorded: true)
            }
            let blob = try await holding(digest) {
                let blob = try await publishedBlob(stage, id, as: digest)
                // The upload's file is gone by now; should the catalog fail, a repeated PUT goes on from here.
                do {
                    try await catalog.recordBlob(blob.digest, size: blob.size, in: repository, completing: id)
                } catch {
                    throw UploadFailure(error: error, stage: .published(blob))
                }
                return blob
            }
            return (nil, blob)
        }
    }

    /// Publishes what was received, unless that was done before.
    private func publishedBlob(_ stage: UploadSessions.Stage, _ id: UploadID, as digest: Digest) async throws -> StoredBlob {
        switch stage {
        case .receiving(let upload):
            do {
                return try await publish(upload, as: digest)
            } catch let error as OCIError where error.code == .digestInvalid {
                try await catalog.closeUpload(id)
                sessions.remove(id)
                throw error
            }
        case .published(let published):
            guard published.digest == digest else {
                throw OCIError(.digestInvalid, "the upload was closed as \(published.digest); it can't be closed as \(digest)")
            }
            // Meanwhile it was a file without a row, and may have been cleaned up.
            guard try await blobs.size(of: digest) == published.size else {
                throw BlobStoreError(.uploadUnknown, "the bytes of \(digest) were removed before the catalog knew them")
            }
            return published
        }
    }

    /// Keeps the collector from removing the bytes of a digest until the row that a push writes for them is committed. Waits for a
    /// removal that is under way.
    private func holding<Value>(_ digest: Digest, _ body: () async throws -> Value) async throws -> Value {
        graces.touch(digest)
        return try await removals.withHold(on: digest, body)
    }

    /// Takes a whole blob in one request, without a session.
    package func storeBlob(
        _ body: some AsyncSequence<ByteBuffer, any Error>, size: Int64?, as digest: Digest, in repository: RepositoryName
    ) async throws -> StoredBlob {
        try await OCIError.translating {
            let upload = try await blobs.createUpload(UploadID(), algorithm: digest.algorithm)
            do {
                try await receive(body, size: size, at: nil, into: upload, isRecorded: false)
                return try await holding(digest) {
                    let blob = try await publish(upload, as: digest)
                    try await catalog.recordBlob(digest, size: blob.size, in: repository, completing: nil)
                    return blob
                }
            } catch {
                do {
                    try await blobs.discardUpload(upload.id)
                } catch let failure {
                    logger.warning("an upload's file stays until the next start", metadata: ["upload": "\(upload.id)", "error": "\(failure)"])
                }
                throw error
            }
        }
    }

    // MARK: -

    /// Gives one request the upload for itself.
    ///
    /// - Parameter use: Returns where the session stands afterwards, `nil` for its end. When it throws, the session stands
    ///   where it stood, unless the error is an ``UploadFailure`` that says otherwise.
    private func withUpload<Value>(
        _ id: UploadID, in repository: RepositoryName, _ use: (UploadSessions.Stage) async throws -> (UploadSessions.Stage?, Value)
    ) async throws -> Value {
        let stage = try await OCIError.translating { try await claim(id, in: repository) }
        do {
            let (next, value) = try await use(stage)
            if let next {
                sessions.release(id, at: next)
            } else {
                sessions.remove(id)
            }
            return value
        } catch let failure as UploadFailure {
            sessions.release(id, at: failure.stage)
            throw OCIError.storage(failure.error)
        } catch let error as BlobStoreError where error.code == .uploadUnknown {
            sessions.remove(id)
            try await OCIError.translating { try await catalog.closeUpload(id) }
            throw OCIError(.uploadUnknown, "the upload's bytes could not be kept; start another", cause: error)
        } catch {
            sessions.release(id, at: stage)
            throw OCIError.storage(error)
        }
    }

    /// Claims a session that is at hand. One that is being put away is waited for: no other request has it, and to refuse
    /// would fail a client that did nothing wrong.
    func claimAtHand(_ id: UploadID, in repository: RepositoryName) async throws -> UploadSessions.Claim {
        for _ in 0..<5_000 {
            let claim = sessions.claim(id, in: repository)
            guard case .parking = claim else { return claim }
            try await Task.sleep(for: .milliseconds(1))
        }
        return .busy
    }

    private func claim(_ id: UploadID, in repository: RepositoryName) async throws -> UploadSessions.Stage {
        switch try await claimAtHand(id, in: repository) {
        case .claimed(let stage): return stage
        case .busy, .parking: throw Self.busy
        case .absent: break
        }
        // Perhaps it was opened before a restart.
        guard let record = try await catalog.upload(id, in: repository) else {
            throw Self.unknown(in: repository)
        }
        guard sessions.addClaimed(id, in: repository) else { throw Self.busy }
        do {
            return .receiving(try await blobs.resumeUpload(id, algorithm: record.algorithm))
        } catch let error as BlobStoreError where error.code == .uploadUnknown {
            sessions.remove(id)
            try await catalog.closeUpload(id)
            throw OCIError(.uploadUnknown, "the upload's bytes are gone; start another", cause: error)
        } catch {
            sessions.remove(id)
            throw error
        }
    }

    /// - Parameter isRecorded: The upload has a record, which learns how far it came when the body breaks off.
    private func receive(
        _ body: some AsyncSequence<ByteBuffer, any Error>, size: Int64?, at range: ChunkRange?, into upload: any BlobUpload, isRecorded: Bool
    ) async throws {
        let start = upload.offset
        if let range {
            guard range.first == start else { throw Self.outOfOrder(offset: start) }
            if let size, size != range.count {
                throw OCIError(.sizeInvalid, "the Content-Range has \(range.count) bytes, the Content-Length \(size); make them equal")
            }
        }
        let limit = configuration.maximumBlobSize ?? Int64.max
        if let size = size ?? range?.count, size > limit - start { throw Self.tooLarge(limit) }
        let end = range.map { start + $0.count } ?? limit
        var received = start
        do {
            for try await buffer in body {
                received += Int64(buffer.readableBytes)
                guard received <= end else {
                    throw range == nil ? Self.tooLarge(limit) : OCIError(.sizeInvalid, "the body has more bytes than its Content-Range says")
                }
                try await upload.append(buffer)
            }
        } catch {
            await keep(upload, isRecorded: isRecorded)
            throw error
        }
        try await upload.flush()
        if let range, received < end {
            throw OCIError(
                .sizeInvalid, "the Content-Range has \(range.count) bytes, the body \(received - start), which are kept; send the rest")
        }
    }

    /// Makes sure of what arrived before a body broke off. Its error is the one that the client gets, whatever comes of this.
    private func keep(_ upload: any BlobUpload, isRecorded: Bool) async {
        do {
            try await upload.flush()
            if isRecorded { try await catalog.recordProgress(of: upload.id, offset: upload.offset) }
        } catch {
            logger.info("what an upload kept of a broken body is not certain", metadata: ["upload": "\(upload.id)", "error": "\(error)"])
        }
    }

    private func publish(_ upload: any BlobUpload, as digest: Digest) async throws -> StoredBlob {
        let isSuspect = try await catalog.isSuspect(digest)
        do {
            let outcome = try await upload.publish(as: digest, trustExisting: !isSuspect)
            if case .healed = outcome.kind { logger.notice("a damaged blob was replaced", metadata: ["digest": "\(digest)"]) }
            return StoredBlob(digest: digest, size: outcome.size)
        } catch let error as BlobStoreError where error.code == .digestMismatch {
            throw OCIError(.digestInvalid, "\(error.message); send the bytes again", cause: error)
        }
    }

    static var busy: OCIError {
        OCIError(.uploadBusy, "another request is writing to this upload; ask for its offset and try again")
    }

    static func unknown(in repository: RepositoryName) -> OCIError {
        OCIError(.uploadUnknown, "there is no such upload in \(repository); it was finished, cancelled or expired. Start another")
    }

    private static func outOfOrder(offset: Int64) -> OCIError {
        OCIError(
            .rangeOutOfOrder, "the chunk does not start where the upload stands, at byte \(offset); continue from there")
    }

    private static func tooLarge(_ limit: Int64) -> OCIError {
        OCIError(.blobTooLarge, "the blob is larger than the limit of \(limit) bytes (uploads.maximumSize)")
    }
}

/// A failure after which the session stands elsewhere than before.
private struct UploadFailure: Error {
    let error: any Error
    let stage: UploadSessions.Stage
}
