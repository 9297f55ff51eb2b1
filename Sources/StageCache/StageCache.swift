package import Catalog
package import ImageStore
package import Logging
import OCIModel
package import StageModel

/// Looking stages up, publishing them, and leases, as `/api/v1` offers them.
///
/// Operations take names that are already parsed and throw ``OCIModel/OCIError``; the caller has asked the authorizer.
package final class StageCache: Sendable {
    package struct Configuration: Sendable {
        /// How much memory lookups that were answered lately may take, in bytes.
        package var lookupSize: Int
        /// The largest answer to a lookup, in bytes. A thousand signatures with twenty candidates each take a tenth of it.
        package var answerLimit: Int
        /// How many requests may wait for leases at once. Each holds a connection, and the others need some too.
        package var maximumWaits: Int

        package init(lookupSize: Int = 96 << 20, answerLimit: Int = 64 << 20, maximumWaits: Int = 2048) {
            self.lookupSize = lookupSize
            self.answerLimit = answerLimit
            self.maximumWaits = maximumWaits
        }
    }

    let store: ImageStore
    let catalog: Catalog
    let lookups: LookupCache
    let waits: WakeUps
    let latestAskers = LatestAskers()
    let clock: @Sendable () -> Timestamp
    let answerLimit: Int
    let logger: Logger

    /// - Parameters:
    ///   - store: Works on the same catalog.
    ///   - clock: The one that the catalog was opened with.
    package init(
        store: ImageStore, catalog: Catalog, configuration: Configuration = Configuration(), clock: @escaping @Sendable () -> Timestamp,
        logger: Logger
    ) {
        self.store = store
        self.catalog = catalog
        self.clock = clock
        self.answerLimit = configuration.answerLimit
        self.logger = logger
        let (lookups, waits) = (LookupCache(capacity: configuration.lookupSize), WakeUps(limit: configuration.maximumWaits))
        self.lookups = lookups
        self.waits = waits
        // Runs before a change is acknowledged: what is forgotten here is not answered to anybody who knows of the change.
        catalog.changes.listen { changes in
            lookups.forget(changes)
            waits.tell(changes)
        }
    }

    /// Answers everybody who waits for a lease, and from now on nobody waits: the server is stopping.
    package func endWaits() {
        waits.end()
    }
}
