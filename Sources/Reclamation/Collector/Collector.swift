package import BlobStore
package import Catalog
package import ImageStore
package import Logging
package import StageModel
import Synchronization

/// The online garbage collector: removes what nothing needs any more, while the store goes on serving.
package final class Collector: Sendable {
    let store: ImageStore
    let catalog: Catalog
    let blobs: any BlobStore
    let configuration: CollectorConfiguration
    let clock: @Sendable () -> Timestamp
    let logger: Logger

    /// - Parameters:
    ///   - catalog: The one of the store.
    ///   - blobs: The one of the store.
    ///   - clock: The one that the catalog was opened with.
    package init(
        store: ImageStore, catalog: Catalog, blobs: any BlobStore, configuration: CollectorConfiguration,
        clock: @escaping @Sendable () -> Timestamp, logger: Logger
    ) {
        self.store = store
        self.catalog = catalog
        self.blobs = blobs
        self.configuration = configuration
        self.clock = clock
        self.logger = logger
    }

    /// Works until it is cancelled: every interval, and when a run is asked for.
    package func run() async {}

    /// Removes everything that is due now, to the end.
    ///
    /// - Parameter orphans: Looks for files without a row as well.
    package func runOnce(orphans: Bool) async throws {}

    /// Has ``run()`` work at once.
    package func requestRun(orphans: Bool) {}

    package func status() async throws -> CollectorStatus {
        CollectorStatus(
            isRunning: false, startsAt: 0, grace: 0, blobReviews: 0, dueBlobReviews: 0, manifestReviews: 0, trashEntries: 0)
    }
}
