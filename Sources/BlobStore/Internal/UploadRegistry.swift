import ContentHashing
import OCIModel
import Synchronization

/// The uploads that are open, and those that were closed in a state to go on from.
final class UploadRegistry: Sendable {
    /// An upload that was closed with its bytes in the file, every one written by this process, and no sync of it failed.
    ///
    /// A sync of its file says the truth about its bytes. It may not where an earlier sync failed: the kernel then takes the
    /// bytes for written. Of files that an earlier process left behind nobody knows.
    struct Closed: Sendable {
        /// Has taken the bytes of the file, so that going on needs no reading.
        let hasher: ContentHasher
        let size: Int64
    }

    private struct State {
        var open: [UploadID: FileUpload] = [:]
        var closed: [UploadID: Closed] = [:]
    }

    private let state = Mutex(State())

    var open: [FileUpload] { state.withLock { Array($0.open.values) } }

    func openUpload(_ id: UploadID) -> FileUpload? {
        state.withLock { $0.open[id] }
    }

    func closedUpload(_ id: UploadID) -> Closed? {
        state.withLock { $0.closed[id] }
    }

    func add(_ upload: FileUpload) {
        state.withLock { state in
            state.open[upload.id] = upload
            state.closed[upload.id] = nil
        }
    }

    /// - Parameter closed: `nil` where the upload is gone, or its bytes have to be proved again.
    func remove(_ id: UploadID, keeping closed: Closed? = nil) {
        state.withLock { state in
            state.open[id] = nil
            state.closed[id] = closed
        }
    }
}
