/// Totals that the catalog keeps up to date with every change.
package struct CatalogStatistics: Hashable, Sendable {
    /// Repositories that hold at least one manifest.
    package var repositories: Int64 = 0
    package var blobs: Int64 = 0
    /// The sizes of all blobs, each counted once.
    package var blobBytes: Int64 = 0
    /// Manifests, each counted once a repository.
    package var manifests: Int64 = 0
    package var manifestBytes: Int64 = 0
    package var tags: Int64 = 0
    package var openUploads: Int64 = 0

    package init() {}
}
