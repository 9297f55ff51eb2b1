package import ContentHashing

/// What became of a layer that was extracted to its end.
package struct ExtractedLayer: Hashable, Sendable {
    /// Of the tar. To be compared with the image's config, if the gzip's digest was not checked.
    package let diffID: Digest
    /// Of the tar, in bytes.
    package let size: Int64
    /// Files, folders, links and whiteouts; headers that only extend another are not counted.
    package let entryCount: Int
}
