package import ContentHashing

/// What became of a request to publish a manifest.
package enum PublishManifestOutcome: Hashable, Sendable {
    /// The manifest is in the repository, now or already before, and all the tags point at it.
    case published
    /// The repository lacks these blobs, in the order in which the manifest names them. Nothing changed.
    case missing([Digest])
}
