import Catalog
import ImageStore
package import StageModel
import Synchronization

extension Collector {
    /// How it stands. Counts of rows end at a hundred thousand.
    package func status() async throws -> CollectorStatus {
        let now = clock()
        let counts = try await catalog.reviewCounts(at: now)
        let startsAt = now.advanced(by: store.graces.completesIn)
        var next = counts.firstDueAt
        if counts.undatedBlobs > 0 { next = min(next ?? .init(millisecondsSince1970: .max), now.advanced(by: grace)) }
        return state.withLock { state in
            CollectorStatus(
                isRunning: state.running > 0, startsAt: startsAt.millisecondsSince1970, grace: grace.milliseconds, blobReviews: counts.blobs,
                dueBlobReviews: counts.dueBlobs, manifestReviews: counts.manifests, trashEntries: counts.trashEntries,
                nextDueAt: next.map { max($0, startsAt).millisecondsSince1970 }, lastRunAt: state.lastRunAt?.millisecondsSince1970,
                lastOrphanScanAt: state.lastOrphanScanAt?.millisecondsSince1970, strangeFiles: state.strangeFiles, lastError: state.lastError,
                runs: state.runs, totals: state.totals)
        }
    }
}
