package import Catalog
package import ImageStore
package import Logging
import OCIModel
package import StageModel
import Synchronization

/// Applies plans of cleanups, takes them back, and keeps what became of them for ninety days.
///
/// A client hands a plan over in pieces (``create(_:)``, ``add(items:at:to:)``) and asks for it (``start(_:isForced:)``); ``run()``
/// works it off. All that is asked for, and how far it came, are rows: after a restart ``run()`` goes on where it stopped.
///
/// Everything throws ``OCIModel/OCIError``: `planUnknown`, `requestInvalid` for what can't be a plan, `planConflict` where the
/// plan's state doesn't allow what was asked, `shareExceeded`, and the errors of the stores.
package final class PlanApplier: Sendable {
    let store: ImageStore
    let catalog: Catalog
    let projectPattern: String?
    let clock: @Sendable () -> Timestamp
    let logger: Logger
    /// A plan is worked on by one task at a time.
    let locks = PlanLocks()
    let counts = Mutex(PlanTotals())
    private let wakeUps = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))

    /// How often it is looked whether something was left undone, and whether there are plans to forget.
    private static let interval: Duration = .seconds(60)

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

    /// What was done since the server started.
    package var totals: PlanTotals { counts.withLock { $0 } }

    // MARK: - Asking

    /// Has a plan applied, of which all items are here, and returns at once; ``run()`` does it. One that is being applied or was
    /// applied stays as it is; one that failed goes on where it stopped.
    ///
    /// - Parameter isForced: Goes beyond the share, as the order's flag does.
    package func start(_ plan: String, isForced: Bool) async throws -> CleanupRecord {
        let before = try await record(plan)
        if before.done == 0, before.state == .ready || before.state == .failed, !isForced, !before.order.isForced {
            try await requireShare(of: before)
        }
        let outcome = try await store.removing { try await catalog.startApplying(plan) }
        switch outcome {
        case .accepted: break
        case .unknown: throw Self.unknown(plan)
        case .refused(.receiving): throw OCIError(.planConflict, "the items of the plan \(plan) are not all here; send the rest, then apply it")
        case .refused: throw OCIError(.planConflict, "the plan \(plan) was taken back; make a new one")
        }
        wakeUps.continuation.yield()
        return try await record(plan)
    }

    /// Has a plan taken back that was applied, or failed on its way, and returns at once; ``run()`` does it. One that was taken
    /// back stays as it is.
    package func startUndo(_ plan: String) async throws -> CleanupRecord {
        let outcome = try await store.removing { try await catalog.startUndoing(plan) }
        switch outcome {
        case .accepted: break
        case .unknown: throw Self.unknown(plan)
        case .refused(.applying): throw OCIError(.planConflict, "the plan \(plan) is being applied; take it back when that is over")
        case .refused: throw OCIError(.planConflict, "the plan \(plan) was not applied; there is nothing to take back")
        }
        wakeUps.continuation.yield()
        return try await record(plan)
    }

    /// Applies a plan to its end, whatever was done of it before.
    ///
    /// **Cancellation.** It stops after the batch that is on its way; the plan stays `applying`.
    package func apply(_ plan: String, isForced: Bool) async throws -> CleanupRecord {
        _ = try await start(plan, isForced: isForced)
        return try await finish(plan)
    }

    /// Takes a plan back to its end: what its deletions put into the trash and is still there.
    ///
    /// **Cancellation.** It stops after the batch that is on its way; the plan stays `undoing`.
    package func undo(_ plan: String) async throws -> CleanupRecord {
        _ = try await startUndo(plan)
        return try await finish(plan)
    }

    // MARK: - Working

    /// Works off what was asked for, also what a restart interrupted, and forgets old plans; until the task is cancelled. For one
    /// task.
    package func run() async {
        wakeUps.continuation.yield()
        await withTaskGroup(of: Void.self) { group in
            group.addTask { [wakeUps] in
                while true {
                    do {
                        try await Task.sleep(for: Self.interval)
                    } catch {
                        return
                    }
                    wakeUps.continuation.yield()
                }
            }
            for await _ in wakeUps.stream {
                await workOff()
            }
            group.cancelAll()
        }
    }

    private func workOff() async {
        do {
            for plan in try await OCIError.translating({ try await catalog.plansInWork() }) {
                do {
                    _ = try await finish(plan)
                } catch {
                    if Task.isCancelled { return }
                    logger.error("a cleanup could not be finished", metadata: ["plan": "\(plan)", "error": "\(error)"])
                }
            }
            try await forget()
        } catch {
            if Task.isCancelled { return }
            logger.error("plans of cleanups could not be looked through; it is tried again", metadata: ["error": "\(error)"])
        }
    }

    /// Forgets the plans that are too old.
    func forget() async throws {
        while try await store.removing({ try await catalog.forgetSomeOfPlans() }) {
            try Task.checkCancellation()
        }
    }

    static func unknown(_ plan: String) -> OCIError {
        OCIError(.planUnknown, "there is no plan '\(plan)'; plans are forgotten after ninety days")
    }
}
