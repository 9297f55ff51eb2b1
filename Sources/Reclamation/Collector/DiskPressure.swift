import BlobStore

/// Whether the trash has to go before its time, to make room.
struct DiskPressure {
    let space: StorageSpace
    /// Bytes that the collector is going to remove anyway.
    let bytesToFall: Int64

    /// True where the room will stay short, also when all that falls has fallen.
    var isShort: Bool {
        let usable = space.usable + bytesToFall
        return space.isBelowLowWater && (usable <= 0 || usable < space.lowWaterMark)
    }
}
