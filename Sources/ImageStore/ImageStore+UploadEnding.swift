import BlobStore
import Catalog
import Logging
package import OCIModel

extension ImageStore {
    /// Gives an upload up; its bytes are removed.
    package func cancelUpload(_ id: UploadID, in repository: RepositoryName) async throws {
        try await cancelUpload(id, in: repository) { _ in true }
    }

    /// Gives an upload up if its record, looked at when nobody else has the upload, says so.
    ///
    /// - Returns: whether it was given up.
    @discardableResult
    func cancelUpload(_ id: UploadID, in repository: RepositoryName, if condition: (UploadRecord) -> Bool) async throws -> Bool {
        let stage: UploadSessions.Stage?
        switch try await claimAtHand(id, in: repository) {
        case .claimed(let claimed): stage = claimed
        case .busy, .parking: throw Self.busy
        case .absent:
            guard try await OCIError.translating({ try await catalog.upload(id, in: repository) }) != nil else { throw Self.unknown(in: repository) }
            guard sessions.addClaimed(id, in: repository) else { throw Self.busy }
            stage = nil
        }
        func giveBack() {
            if let stage { sessions.release(id, at: stage) } else { sessions.remove(id) }
        }
        do {
            guard let record = try await catalog.upload(id, in: repository) else { throw Self.unknown(in: repository) }
            guard condition(record) else {
                giveBack()
                return false
            }
            // Not opened for it: its bytes would be read only to be removed.
            try await blobs.discardUpload(id)
            try await removing { try await catalog.closeUpload(id) }
            sessions.remove(id)
            return true
        } catch {
            giveBack()
            throw OCIError.storage(error)
        }
    }

    /// Closes the files of all uploads, which stay resumable. For the end of the process, when no request runs any more.
    package func parkUploads() async {
        for case .receiving(let upload) in sessions.removeIdle() { await park(upload) }
    }

    /// Closes the files of the uploads that were used least lately. They go on as if nothing had been, but for one `open`.
    func closeIdleUploads() async {
        while let (id, upload) = sessions.claimOldest(ofMoreIdleThan: Self.idleFiles) {
            await park(upload)
            sessions.remove(id)
        }
    }

    private func park(_ upload: any BlobUpload) async {
        do {
            try await upload.close()
        } catch {
            logger.warning("an upload was closed with an error", metadata: ["upload": "\(upload.id)", "error": "\(error)"])
        }
    }

    /// Uploads that no request has and that keep their file open.
    private static let idleFiles = 128
}
