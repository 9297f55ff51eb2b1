import BlobStore
import ContentHashing
import OCIModel
import Synchronization

/// The uploads that this process has open, each used by one request at a time.
final class UploadSessions: Sendable {
    /// Where a session stands between two requests.
    enum Stage: Sendable {
        case receiving(any BlobUpload)
        /// The bytes are published, the catalog could not be written. Repeating the closing PUT writes it.
        case published(StoredBlob)

        var offset: Int64 {
            switch self {
            case .receiving(let upload): upload.offset
            case .published(let blob): blob.size
            }
        }
    }

    enum Claim {
        case claimed(Stage)
        /// Another request has it.
        case busy
        /// Not open in this process, or in another repository.
        case absent
    }

    private struct Session {
        let repository: RepositoryName
        /// `nil` while a request has it.
        var stage: Stage?
    }

    private let sessions = Mutex<[UploadID: Session]>([:])

    /// Adds a session that the caller has claimed, and that it must release or remove.
    ///
    /// - Returns: `false` where the id is taken, as it is when two requests resume one upload at once.
    func addClaimed(_ id: UploadID, in repository: RepositoryName) -> Bool {
        sessions.withLock { sessions in
            guard sessions[id] == nil else { return false }
            sessions[id] = Session(repository: repository, stage: nil)
            return true
        }
    }

    func claim(_ id: UploadID, in repository: RepositoryName) -> Claim {
        sessions.withLock { sessions in
            guard let session = sessions[id], session.repository == repository else { return .absent }
            guard let stage = session.stage else { return .busy }
            sessions[id]?.stage = nil
            return .claimed(stage)
        }
    }

    func release(_ id: UploadID, at stage: Stage) {
        sessions.withLock { $0[id]?.stage = stage }
    }

    func remove(_ id: UploadID) {
        sessions.withLock { $0[id] = nil }
    }

    /// Takes all sessions that no request has.
    func removeIdle() -> [Stage] {
        sessions.withLock { sessions in
            let idle = sessions.filter { $0.value.stage != nil }
            for id in idle.keys { sessions[id] = nil }
            return idle.values.compactMap(\.stage)
        }
    }
}
