/// What a file system knows about a file.
package struct FileStatus: Hashable, Sendable {
    /// In bytes.
    package let size: Int64
    /// The permission bits.
    package let mode: UInt16
    /// How many names it has.
    package let linkCount: Int
    /// A plain file, not a folder, link or device.
    package let isRegularFile: Bool

    package init(size: Int64, mode: UInt16, linkCount: Int, isRegularFile: Bool) {
        self.size = size
        self.mode = mode
        self.linkCount = linkCount
        self.isRegularFile = isRegularFile
    }
}
