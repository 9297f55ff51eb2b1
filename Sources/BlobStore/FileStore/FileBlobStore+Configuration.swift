import NIOCore

extension FileBlobStore {
    package struct Configuration: Sendable {
        /// Uploads are refused while fewer bytes are free.
        package var lowWaterMark: Int64
        /// The size in bytes of the file that is given up on a full disk; 0 for none.
        package var reserveSize: Int64
        /// The bytes of one upload that may be accepted and not yet be written and hashed.
        package var uploadWindow: Int
        /// After so many bytes written the kernel is asked to bring them to disk, so that the last sync is short.
        package var writebackInterval: Int64
        /// After so many bytes of one upload the free space is looked at again.
        package var spaceCheckInterval: Int64
        /// A reading of the free space serves for so long.
        package var spaceReadingAge: Duration
        package var hashThreads: Int
        package var writeThreads: Int
        package var readThreads: Int
        package var syncThreads: Int

        package init(
            lowWaterMark: Int64 = 512 << 20,
            reserveSize: Int64 = 64 << 20,
            uploadWindow: Int = 256 << 10,
            writebackInterval: Int64 = 8 << 20,
            spaceCheckInterval: Int64 = 16 << 20,
            spaceReadingAge: Duration = .seconds(1),
            hashThreads: Int = System.coreCount,
            writeThreads: Int = 4,
            readThreads: Int = 8,
            syncThreads: Int = 8
        ) {
            self.lowWaterMark = lowWaterMark
            self.reserveSize = reserveSize
            self.uploadWindow = uploadWindow
            self.writebackInterval = writebackInterval
            self.spaceCheckInterval = spaceCheckInterval
            self.spaceReadingAge = spaceReadingAge
            self.hashThreads = hashThreads
            self.writeThreads = writeThreads
            self.readThreads = readThreads
            self.syncThreads = syncThreads
        }
    }
}
