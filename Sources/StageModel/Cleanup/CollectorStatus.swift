/// `GET /api/v1/gc`: how the garbage collector stands.
package struct CollectorStatus: Hashable, Sendable, Codable {
    /// Since the server started.
    package struct Totals: Hashable, Sendable, Codable {
        package var deletedBlobs: Int64 = 0
        package var deletedBytes: Int64 = 0
        package var deletedManifests: Int64 = 0
        package var expiredTrash: Int64 = 0
        package var orphans: Int64 = 0
        /// Blobs that were looked at and are still needed.
        package var kept: Int64 = 0
        /// Blobs and manifests that nothing needs and that stay for another grace, since they were asked for.
        package var revived: Int64 = 0
        /// Removals, looks at parts of the store, and whole runs that failed. Each is tried again.
        package var failures: Int64 = 0

        package init() {}
    }

    package var isRunning: Bool
    /// No row is due before this moment: a grace after the start. In unix milliseconds.
    package var startsAt: Int64
    /// In milliseconds.
    package var grace: Int64
    package var blobReviews: Int64
    package var dueBlobReviews: Int64
    package var manifestReviews: Int64
    package var trashEntries: Int64
    /// When the next row is due.
    package var nextDueAt: Int64?
    package var lastRunAt: Int64?
    package var lastOrphanScanAt: Int64?
    /// Files among the blobs that are no blobs, found by that scan. They are left alone.
    package var strangeFiles: Int64?
    package var lastError: String?
    /// Runs that ended, with success or not.
    package var runs: Int64
    package var totals: Totals

    package init(
        isRunning: Bool, startsAt: Int64, grace: Int64, blobReviews: Int64, dueBlobReviews: Int64, manifestReviews: Int64, trashEntries: Int64,
        nextDueAt: Int64? = nil, lastRunAt: Int64? = nil, lastOrphanScanAt: Int64? = nil, strangeFiles: Int64? = nil,
        lastError: String? = nil, runs: Int64 = 0,
        totals: Totals = Totals()
    ) {
        self.isRunning = isRunning
        self.startsAt = startsAt
        self.grace = grace
        self.blobReviews = blobReviews
        self.dueBlobReviews = dueBlobReviews
        self.manifestReviews = manifestReviews
        self.trashEntries = trashEntries
        self.nextDueAt = nextDueAt
        self.lastRunAt = lastRunAt
        self.lastOrphanScanAt = lastOrphanScanAt
        self.strangeFiles = strangeFiles
        self.lastError = lastError
        self.runs = runs
        self.totals = totals
    }
}
