package import BlobStore
package import Catalog
package import ImageStore
package import Logging
package import StageModel
import Synchronization

/// The online garbage collector: removes what nothing needs any more, while the store goes on serving.
///
/// It takes what is due from the review queues, a few at a time. A blob goes in four steps: claimed, so that no push of it is
/// under way (``ImageStore/RemovalRegister``); marked in a durable transaction that proves that nothing names it and nobody asked
/// for it; its bytes removed; its row forgotten. A crash after any step leaves a marked row, with which the next run goes on.
///
/// What can't be read is taken for needed: an error leaves everything as it is, and is tried again later.
package final class Collector: Sendable {
    struct State {
        var running = 0
        var runs: Int64 = 0
        var isRequested = false
        var wantsOrphans = false
        var lastRunAt: Timestamp?
        var lastOrphanScanAt: Timestamp?
        var strangeFiles: Int64?
        var lastError: String?
        var totals = CollectorStatus.Totals()
        var pace: RemovalPace
    }

    let store: ImageStore
    let catalog: Catalog
    let blobs: any BlobStore
    let configuration: CollectorConfiguration
    let clock: @Sendable () -> Timestamp
    let instant: @Sendable () -> ContinuousClock.Instant
    let pause: @Sendable (Duration) async throws -> Void
    let logger: Logger
    let state: Mutex<State>
    private let wakeUp = WakeUp()

    /// - Parameters:
    ///   - catalog: The one of the store.
    ///   - blobs: The one of the store.
    ///   - clock: The one that the catalog was opened with.
    ///   - instant: Time that is never set, for the rate; tests bring their own.
    ///   - pause: Waits; tests bring their own.
    package init(
        store: ImageStore, catalog: Catalog, blobs: any BlobStore, configuration: CollectorConfiguration,
        clock: @escaping @Sendable () -> Timestamp, instant: @escaping @Sendable () -> ContinuousClock.Instant = { .now },
        pause: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }, logger: Logger
    ) {
        self.store = store
        self.catalog = catalog
        self.blobs = blobs
        self.configuration = configuration
        self.clock = clock
        self.instant = instant
        self.pause = pause
        self.logger = logger
        self.state = Mutex(State(pace: RemovalPace(maximumRate: configuration.maximumRate)))
    }

    var grace: Duration { max(configuration.grace, store.graces.grace) }

    /// Works until its task is cancelled: every interval, and when a run is asked for. After failures it waits longer, up to ten
    /// minutes.
    package func run() async {
        var failures = 0
        while !Task.isCancelled {
            let (isRequested, wantsOrphans) = state.withLock { state in
                defer { (state.isRequested, state.wantsOrphans) = (false, false) }
                return (state.isRequested, state.wantsOrphans)
            }
            do {
                try await runOnce(orphans: wantsOrphans || isOrphanScanDue)
                failures = 0
            } catch is CancellationError {
                return
            } catch {
                failures = isRequested ? 0 : min(failures + 1, 10)
                logger.error("the garbage collector failed and tries again", metadata: ["error": "\(Self.reason(error))"])
            }
            await wait(
                failures == 0 ? configuration.interval : max(configuration.interval, min(.seconds(600), configuration.interval * (1 << failures))))
        }
    }

    /// Has ``run()`` work at once; also while it works, when it has finished.
    ///
    /// - Returns: The number of the run that is meant: it is over when ``status()`` counts so many.
    @discardableResult
    package func requestRun(orphans: Bool) -> Int64 {
        let run = state.withLock { state in
            state.isRequested = true
            state.wantsOrphans = state.wantsOrphans || orphans
            return state.runs + Int64(state.running) + 1
        }
        wakeUp.set()
        return run
    }

    private func wait(_ duration: Duration) async {
        await withTaskGroup(of: Void.self) { [wakeUp, pause] group in
            group.addTask {
                do {
                    try await pause(duration)
                } catch {
                    // Cancelled.
                }
            }
            group.addTask { await wakeUp.wait() }
            await group.next()
            group.cancelAll()
        }
    }

    /// A restart counts as a scan that is due, when a grace has passed.
    private var isOrphanScanDue: Bool {
        guard let interval = configuration.orphanInterval, store.graces.isComplete else { return false }
        guard let last = state.withLock({ $0.lastOrphanScanAt }) else { return true }
        let now = clock()
        return last.advanced(by: interval) <= now || last > now
    }
}
