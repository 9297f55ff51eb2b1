import Synchronization

/// Knows how much room there is, without asking the kernel more often than needed.
final class SpaceGauge: Sendable {
    private struct Reading {
        let space: StorageSpace
        let time: ContinuousClock.Instant
    }

    private let fileSystem: any FileSystem
    private let path: String
    private let lowWaterMark: Int64
    private let maximumAge: Duration
    private let last = Mutex<Reading?>(nil)

    init(fileSystem: any FileSystem, path: String, configuration: FileBlobStore.Configuration) {
        self.fileSystem = fileSystem
        self.path = path
        self.lowWaterMark = configuration.lowWaterMark
        self.maximumAge = configuration.spaceReadingAge
    }

    /// Blocking.
    func space() throws(FileError) -> StorageSpace {
        let now = ContinuousClock.now
        if let reading = last.withLock({ $0 }), now - reading.time < maximumAge { return reading.space }
        let (free, total) = try fileSystem.space(at: path)
        let space = StorageSpace(free: free, total: total, lowWaterMark: lowWaterMark)
        last.withLock { $0 = Reading(space: space, time: now) }
        return space
    }

    /// What was known is no longer true.
    func forget() {
        last.withLock { $0 = nil }
    }
}
