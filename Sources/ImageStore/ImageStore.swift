package import BlobStore
package import Catalog
package import Logging
import OCIModel
package import StageModel

/// The rules that join bytes and facts: what a push, a pull, a mount and a deletion mean.
///
/// Every operation takes names that are already parsed and throws ``OCIModel/OCIError``: what a client did wrong with the
/// code of the OCI specification, a full disk as `storageFull`, everything else as `internalFailure` with its cause.
/// Nothing here knows HTTP, and nothing here asks who may: the caller has asked the authorizer.
package final class ImageStore: Sendable {
    package struct Configuration: Sendable {
        /// The largest blob accepted, in bytes; `nil` for no limit of our own.
        package var maximumBlobSize: Int64?
        /// How much memory manifests that were read lately may take, in bytes.
        package var manifestCacheSize: Int
        /// How long what clients delete can be restored. Zero: not at all.
        package var undoWindow: Duration
        /// How long what was asked for stays at least; the collector's too.
        package var grace: Duration

        package init(
            maximumBlobSize: Int64? = nil, manifestCacheSize: Int = 16 << 20, undoWindow: Duration = .seconds(86_400),
            grace: Duration = .seconds(3600)
        ) {
            self.undoWindow = undoWindow
            self.maximumBlobSize = maximumBlobSize
            self.manifestCacheSize = manifestCacheSize
            self.grace = grace
        }
    }

    let blobs: any BlobStore
    let catalog: Catalog
    package let configuration: Configuration
    let sessions = UploadSessions()
    let manifestCache: ManifestCache
    /// How the stages are used, until it is written down; see ``flushUses()``.
    package let uses: UseLedger
    /// What was asked for lately, and so stays for a while.
    package let graces: GraceLedger
    /// Keeps pushes and removals of the same digest apart.
    package let removals = RemovalRegister()
    /// Keeps requests and cleanups of the same tag apart.
    package let steps = StepRegister()
    let clock: @Sendable () -> Timestamp
    let logger: Logger

    /// - Parameters:
    ///   - clock: The one that the catalog was opened with.
    ///   - instant: Time that is never set; tests bring their own.
    package init(
        blobs: any BlobStore, catalog: Catalog, configuration: Configuration = Configuration(), clock: @escaping @Sendable () -> Timestamp,
        instant: @escaping @Sendable () -> ContinuousClock.Instant = { .now }, logger: Logger
    ) {
        self.blobs = blobs
        self.catalog = catalog
        self.configuration = configuration
        self.clock = clock
        self.uses = UseLedger(lostUsesAt: catalog.usesLostAt, clock: clock)
        self.logger = logger
        self.graces = GraceLedger(grace: configuration.grace, instant: instant)
        let cache = ManifestCache(capacity: configuration.manifestCacheSize)
        self.manifestCache = cache
        // Runs before the change is acknowledged, so a client never sees what it has just replaced or deleted.
        catalog.changes.listen { changes in cache.forget(changes) }
    }
}
