/// The room in the file system that holds the blobs, in bytes.
package struct StorageSpace: Hashable, Sendable {
    /// What the process may still write.
    package let free: Int64
    package let total: Int64
    /// Uploads are refused while less than this is free.
    package let lowWaterMark: Int64

    package init(free: Int64, total: Int64, lowWaterMark: Int64) {
        self.free = free
        self.total = total
        self.lowWaterMark = lowWaterMark
    }

    package var isBelowLowWater: Bool { free < lowWaterMark }
}
