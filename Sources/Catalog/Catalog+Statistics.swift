import GRDB

extension Catalog {
    /// The totals. Takes the same time whatever the catalog holds.
    package func statistics() async throws -> CatalogStatistics {
        try await readOnce { db in
            var statistics = CatalogStatistics()
            for (name, value) in try db.rows(Queries.statistics, [], { ($0[0] as String, $0[1] as Int64) }) {
                switch name {
                case "repositories": statistics.repositories = value
                case "blobs": statistics.blobs = value
                case "blob_bytes": statistics.blobBytes = value
                case "manifests": statistics.manifests = value
                case "manifest_bytes": statistics.manifestBytes = value
                case "tags": statistics.tags = value
                case "open_uploads": statistics.openUploads = value
                default: break
                }
            }
            return statistics
        }
    }
}
