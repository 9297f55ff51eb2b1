package import Catalog
package import ImageStore
package import Logging
import OCIModel
package import StageModel

/// Applies plans of cleanups, takes them back, and keeps what became of them for ninety days.
///
/// A client hands a plan over in pieces (``create(_:)``, ``add(items:at:to:)``) and asks for it (``start(_:isForced:)``); ``run()``
/// works it off. All that is asked for, and how far it came, are rows: after a restart ``run()`` goes on where it stopped.
///
/// Everything throws ``OCIModel/OCIError``: `planUnknown`, `requestInvalid` for what can't be a plan, `planConflict` where the plan's state doesn't
/// allow what was asked, `shareExceeded`, and the errors of the stores.
package final class PlanApplier: Sendable {
    let store: ImageStore
    let catalog: Catalog
    let projectPattern: String?
    let clock: @Sendable () -> Timestamp
    let logger: Logger

    /// - Parameters:
    ///   - store: Works on the same catalog.
    ///   - projectPattern: Which repositories are one project, as the setting `cleanup.projectPattern` says.
    ///   - clock: The one that the catalog was opened with.
    package init(
        store: ImageStore, catalog: Catalog, projectPattern: String? = nil, clock: @escaping @Sendable () -> Timestamp, logger: Logger
    ) {
        self.store = store
        self.catalog = catalog
        self.projectPattern = projectPattern
        self.clock = clock
        self.logger = logger
    }

    /// Takes a plan, whose items follow.
    package func create(_ order: CleanupOrder) async throws -> CleanupRecord {
        throw OCIError(.unsupported, "not yet")
    }

    /// Takes the next items of a plan. Sending some again that are here does nothing, so a client whose answer got lost repeats itself.
    ///
    /// - Parameter position: Of the first of them: how many the plan has so far.
    package func add(items: [CleanupItem], at position: Int, to plan: String) async throws {
        throw OCIError(.unsupported, "not yet")
    }

    /// Has a plan applied, of which all items are here, and returns at once; ``run()`` does it. One that is being applied or was applied
    /// stays as it is.
    ///
    /// - Parameter isForced: Goes beyond the share, as the order's flag does.
    package func start(_ plan: String, isForced: Bool) async throws -> CleanupRecord {
        throw OCIError(.unsupported, "not yet")
    }

    /// Has a plan taken back that was applied, or failed on its way, and returns at once; ``run()`` does it.
    package func startUndo(_ plan: String) async throws -> CleanupRecord {
        throw OCIError(.unsupported, "not yet")
    }

    /// Applies a plan to its end, whatever was done of it before.
    ///
    /// **Cancellation.** It stops after the batch that is on its way; the plan stays `applying`.
    package func apply(_ plan: String, isForced: Bool) async throws -> CleanupRecord {
        throw OCIError(.unsupported, "not yet")
    }

    /// Takes a plan back to its end: what its deletions put into the trash and is still there.
    package func undo(_ plan: String) async throws -> CleanupRecord {
        throw OCIError(.unsupported, "not yet")
    }

    package func record(_ plan: String) async throws -> CleanupRecord {
        throw OCIError(.unsupported, "not yet")
    }

    /// The plans of a project, or of all, the newest first.
    ///
    /// - Parameter after: The id of the last one seen.
    package func records(project: String?, after: String?, limit: Int) async throws -> Page<CleanupRecord> {
        throw OCIError(.unsupported, "not yet")
    }

    /// Items that were not deleted, and after an undo those that were not restored, by their positions.
    ///
    /// - Parameter after: The position of the last one seen.
    package func skipped(plan: String, after: Int?, limit: Int) async throws -> Page<SkippedItem> {
        throw OCIError(.unsupported, "not yet")
    }

    /// Works off what was asked for, also what a restart interrupted, and forgets old plans; until the task is cancelled.
    package func run() async {}
}
