import Glibc
import Logging
import Synchronization

/// A file that takes up space until the disk is full, and is removed then: what it held lets blobs be deleted and the
/// catalog be written.
///
/// All calls block. None throws: without ballast the store works as well, only closer to the edge; the log says so.
final class Ballast: Sendable {
    private enum State { case absent, present }

    private let fileSystem: any FileSystem
    private let path: String
    private let size: Int64
    private let logger: Logger
    private let state = Mutex(State.absent)

    init(fileSystem: any FileSystem, path: String, size: Int64, logger: Logger) {
        self.fileSystem = fileSystem
        self.path = path
        self.size = size
        self.logger = logger
    }

    /// The bytes that must stay free for it: uploads must not eat what it gave up.
    var missing: Int64 { state.withLock { $0 == .absent ? size : 0 } }

    /// Gives the space up.
    func release() {
        state.withLock { state in
            guard state == .present else { return }
            do {
                try fileSystem.unlink(path)
                state = .absent
                logger.warning("the disk is full: gave up the reserve so that deleting still works", metadata: ["bytes": "\(size)"])
            } catch let error as FileError where error.errno == ENOENT {
                state = .absent
            } catch {
                logger.error("the disk is full, and the reserve could not be removed", metadata: ["error": "\(error)"])
            }
        }
    }

    /// Takes the space, where it leaves `space` above its low-water mark.
    func restore(within space: StorageSpace) {
        state.withLock { state in
            guard size > 0, state == .absent else { return }
            do {
                if try fileSystem.status(path)?.size == size {
                    state = .present
                    return
                }
                guard space.free - size >= space.lowWaterMark else { return }
                try fill()
                state = .present
                logger.info("the reserve is in place", metadata: ["bytes": "\(size)"])
            } catch {
                logger.warning("the reserve could not be made; it is tried again later", metadata: ["error": "\(error)"])
            }
        }
    }

    private func fill() throws(FileError) {
        let descriptor = try fileSystem.open(path, .createOrOpen(mode: 0o600))
        defer { fileSystem.close(descriptor) }
        do {
            // Empty first: one that an earlier run left half made, or of another size, has holes or too much.
            try fileSystem.truncate(descriptor, to: 0)
            try fileSystem.allocate(descriptor, size: size)
        } catch {
            try fileSystem.unlink(path)
            throw error
        }
    }
}
