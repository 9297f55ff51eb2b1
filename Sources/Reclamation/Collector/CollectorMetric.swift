package import StageModel

/// A value of the collector for `/metrics`.
package struct CollectorMetric: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        case counter, gauge
    }

    package let name: String
    package let kind: Kind
    package let value: Double
    package let help: String

    /// The values of a status, in the order in which they are shown.
    package static func all(of status: CollectorStatus) -> [CollectorMetric] {
        let totals = status.totals
        return [
            .init("stowage_gc_blob_reviews", .gauge, status.blobReviews, "Blobs that may have lost their last reference, to be looked at."),
            .init("stowage_gc_due_blob_reviews", .gauge, status.dueBlobReviews, "Of these, those that are due now."),
            .init("stowage_gc_manifest_reviews", .gauge, status.manifestReviews, "Manifests that go unless something needs them."),
            .init("stowage_gc_trash_entries", .gauge, status.trashEntries, "Deleted tags and manifests that can be restored."),
            .init("stowage_gc_strange_files", .gauge, status.strangeFiles ?? 0, "Files among the blobs that are no blobs."),
            .init("stowage_gc_runs_total", .counter, status.runs, "Runs of the garbage collector."),
            .init("stowage_gc_deleted_blobs_total", .counter, totals.deletedBlobs, "Blobs that were removed."),
            .init("stowage_gc_deleted_bytes_total", .counter, totals.deletedBytes, "Bytes of the blobs that were removed."),
            .init("stowage_gc_deleted_manifests_total", .counter, totals.deletedManifests, "Manifests that were removed."),
            .init("stowage_gc_expired_trash_total", .counter, totals.expiredTrash, "Entries of the trash that expired."),
            .init("stowage_gc_orphans_total", .counter, totals.orphans, "Files without a row that were removed."),
            .init("stowage_gc_kept_blobs_total", .counter, totals.kept, "Blobs that were looked at and are still needed."),
            .init("stowage_gc_revived_blobs_total", .counter, totals.revived, "Blobs and manifests that stay since they were asked for."),
            .init("stowage_gc_failures_total", .counter, totals.failures, "Removals that failed and are tried again."),
        ]
    }

    private init(_ name: String, _ kind: Kind, _ value: Int64, _ help: String) {
        self.name = name
        self.kind = kind
        self.value = Double(value)
        self.help = help
    }
}
