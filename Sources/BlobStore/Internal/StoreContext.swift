import ContentHashing
import Logging
import OCIModel

/// What the store and its uploads share.
final class StoreContext: Sendable {
    let fileSystem: any FileSystem
    let layout: StoreLayout
    let configuration: FileBlobStore.Configuration
    let threads: StoreThreads
    let ballast: Ballast
    let gauge: SpaceGauge
    let logger: Logger
    let uploads = UploadRegistry()
    /// Publishing and removing one digest, one at a time.
    let digestLocks = KeyedLock<Digest>()
    /// Opening and ending one upload, one at a time.
    let uploadLocks = KeyedLock<UploadID>()

    init(layout: StoreLayout, fileSystem: any FileSystem, configuration: FileBlobStore.Configuration, logger: Logger) {
        self.fileSystem = fileSystem
        self.layout = layout
        self.configuration = configuration
        self.logger = logger
        self.threads = StoreThreads(configuration)
        self.ballast = Ballast(fileSystem: fileSystem, path: layout.reserve, size: configuration.reserveSize, logger: logger)
        self.gauge = SpaceGauge(fileSystem: fileSystem, path: layout.root, configuration: configuration)
    }

    /// Turns a failed call into the store's error. Blocking.
    ///
    /// - Parameter isRemoval: It is to make room, so that it gives up the ballast where the disk is full. Nothing else may: whatever else
    ///   fills the disk would take that room, and then nothing could be deleted any more.
    func failure(_ error: FileError, while purpose: String, isRemoval: Bool = false) -> BlobStoreError {
        let failure = BlobStoreError(error, while: purpose)
        if failure.code == .noSpace {
            if isRemoval { ballast.release() }
            gauge.forget()
        }
        return failure
    }

    /// Runs calls of the file system on a pool, with errors made the store's.
    func run<Result: Sendable>(
        on pool: StoreThreads.Pool, _ purpose: String, isRemoval: Bool = false,
        _ body: @escaping @Sendable (any FileSystem) throws -> Result
    ) async throws -> Result {
        try await threads.run(on: pool) { [self] in
            do {
                return try body(fileSystem)
            } catch let error as FileError {
                throw failure(error, while: purpose, isRemoval: isRemoval)
            }
        }
    }

    /// The room that there is, as it was known a moment ago. Blocking.
    func space() throws(FileError) -> StorageSpace {
        let space = try gauge.space()
        return StorageSpace(free: space.free, total: space.total, lowWaterMark: space.lowWaterMark, missingReserve: ballast.missing)
    }

    /// Refuses uploads when room is short. Blocking.
    ///
    /// - Throws: code `noSpace`.
    func requireRoom() throws {
        do {
            let space = try space()
            guard space.isBelowLowWater else { return }
            throw BlobStoreError(
                .noSpace,
                "uploads are refused: \(space.free) bytes are free on the disk that holds \(layout.root), fewer than the low-water mark of "
                    + "\(space.lowWaterMark) and the reserve; remove images or let the collector run, or enlarge the disk")
        } catch let error as FileError {
            throw failure(error, while: "look at the free space")
        }
    }
}
