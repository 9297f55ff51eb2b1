package import ContentHashing

/// What became of a layer that was written to its end.
package struct WrittenLayer: Hashable, Sendable {
    /// What was archived.
    package enum Root: Hashable, Sendable {
        /// The entries are what the folder holds; the folder itself is not one of them, so its mode is here, with the set-id
        /// and sticky bits.
        case folder(mode: UInt16)
        /// One entry, with the file's own name.
        case file
        /// A ready archive.
        case archive
    }

    /// Of the gzip: the layer's digest in a manifest.
    package let digest: Digest
    /// Of the tar: the layer's digest in an image's config.
    package let diffID: Digest
    /// Of the gzip, in bytes.
    package let size: Int64
    /// Of the tar, in bytes.
    package let tarSize: Int64
    /// Files, folders and links; headers that only extend another are not counted.
    package let entryCount: Int
    package let root: Root
    /// Sockets, which no archive can hold and which mean nothing without their process: their paths, at most 100 of them.
    package let skipped: [String]
}
