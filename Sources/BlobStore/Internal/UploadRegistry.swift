import OCIModel
import Synchronization

/// The uploads that are open, and those that were closed with their bytes known to be safe to sync.
final class UploadRegistry: Sendable {
    private struct State {
        var open: [UploadID: FileUpload] = [:]
        var sound: Set<UploadID> = []
    }

    private let state = Mutex(State())

    var open: [FileUpload] { state.withLock { Array($0.open.values) } }

    func openUpload(_ id: UploadID) -> FileUpload? {
        state.withLock { $0.open[id] }
    }

    func add(_ upload: FileUpload) {
        state.withLock { state in
            state.open[upload.id] = upload
            state.sound.remove(upload.id)
        }
    }

    /// - Parameter isSound: the upload keeps its bytes, every one was written by this process, and no sync of it failed.
    func remove(_ id: UploadID, isSound: Bool) {
        state.withLock { state in
            state.open[id] = nil
            if isSound { state.sound.insert(id) } else { state.sound.remove(id) }
        }
    }

    /// Whether a sync of the closed upload's file says the truth about its bytes. It may not where an earlier sync failed: the
    /// kernel then takes the bytes for written. Of files that an earlier process left behind nobody knows.
    func isSound(_ id: UploadID) -> Bool {
        state.withLock { $0.sound.contains(id) }
    }
}
