import BlobStore
import ContentHashing
import OCIModel
import Synchronization

/// The uploads that this process has at hand, each used by one request at a time.
final class UploadSessions: Sendable {
    /// Where a session stands.
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
        /// It is being put away, which takes a moment; ask again.
        case parking
        /// Not at hand in this process, or in another repository.
        case absent
    }

    private struct Session {
        let repository: RepositoryName
        /// `nil` until the request that made the session knows.
        var stage: Stage?
        var isClaimed: Bool
        var isParking = false
        /// Counts releases, so that the least lately used is found without a clock.
        var lastUse: UInt64
    }

    private struct State {
        var sessions: [UploadID: Session] = [:]
        var uses: UInt64 = 0
    }

    private let state = Mutex(State())

    /// Adds a session that the caller has claimed, and that it must release or remove.
    ///
    /// - Returns: `false` where the id is taken, as it is when two requests resume one upload at once.
    func addClaimed(_ id: UploadID, in repository: RepositoryName) -> Bool {
        state.withLock { state in
            guard state.sessions[id] == nil else { return false }
            state.sessions[id] = Session(repository: repository, stage: nil, isClaimed: true, lastUse: state.uses)
            return true
        }
    }

    func claim(_ id: UploadID, in repository: RepositoryName) -> Claim {
        state.withLock { state in
            guard let session = state.sessions[id], session.repository == repository else { return .absent }
            guard !session.isParking else { return .parking }
            guard let stage = session.stage, !session.isClaimed else { return .busy }
            state.sessions[id]?.isClaimed = true
            return .claimed(stage)
        }
    }

    /// How far the upload is, also while a request has it.
    func offset(of id: UploadID, in repository: RepositoryName) -> Int64? {
        state.withLock { state in
            guard let session = state.sessions[id], session.repository == repository else { return nil }
            return session.stage?.offset
        }
    }

    func release(_ id: UploadID, at stage: Stage) {
        state.withLock { state in
            state.uses += 1
            state.sessions[id]?.stage = stage
            state.sessions[id]?.isClaimed = false
            state.sessions[id]?.lastUse = state.uses
        }
    }

    func remove(_ id: UploadID) {
        state.withLock { $0.sessions[id] = nil }
    }

    /// Claims, to put it away and remove it, the receiving session that was used least lately, where more than so many are idle. An idle session holds an
    /// open file, and clients leave many uploads without a word.
    func claimOldest(ofMoreIdleThan limit: Int) -> (id: UploadID, upload: any BlobUpload)? {
        state.withLock { state in
            guard state.sessions.count > limit else { return nil }
            var count = 0
            var oldest: (id: UploadID, upload: any BlobUpload, lastUse: UInt64)?
            for (id, session) in state.sessions where !session.isClaimed {
                guard case .receiving(let upload) = session.stage else { continue }
                count += 1
                if session.lastUse < oldest?.lastUse ?? .max { oldest = (id, upload, session.lastUse) }
            }
            guard count > limit, let oldest else { return nil }
            state.sessions[oldest.id]?.isClaimed = true
            state.sessions[oldest.id]?.isParking = true
            return (oldest.id, oldest.upload)
        }
    }

    /// Takes all sessions that no request has.
    func removeIdle() -> [Stage] {
        state.withLock { state in
            let idle = state.sessions.filter { !$0.value.isClaimed }
            for id in idle.keys { state.sessions[id] = nil }
            return idle.values.compactMap(\.stage)
        }
    }
}
