/// The room in the file system that holds the blobs, in bytes.
package struct StorageSpace: Hashable, Sendable {
    /// What the process may still write.
    package let free: Int64
    package let total: Int64
    /// Uploads are refused while less than this is free.
    package let lowWaterMark: Int64
    /// What has to stay free besides, for the reserve that was given up.
    package let missingReserve: Int64

    package init(free: Int64, total: Int64, lowWaterMark: Int64, missingReserve: Int64 = 0) {
        self.free = free
        self.total = total
        self.lowWaterMark = lowWaterMark
        self.missingReserve = missingReserve
    }

    /// What uploads may fill down to the mark; negative where they are below it.
    package var usable: Int64 { free - missingReserve }

    /// Uploads are refused.
    package var isBelowLowWater: Bool { usable <= 0 || usable < lowWaterMark }
}
