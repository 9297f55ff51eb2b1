import Catalog
import ControlHTTP
import GitHistory
import ImageStore
import Logging
import Reclamation
import Retention
import StageModel
import WorkloadInventory

/// Cleans one project up by the server's own policies: watermark, git, workloads, inventory, plan, deletion, in this order, so that
/// what appears meanwhile is never taken for gone.
struct ScheduledCleanup: Sendable {
    enum Outcome: Sendable {
        /// No policy of the project deletes anything.
        case off
        case nothing
        case applied(CleanupRecord)
        case failed(String)
    }

    let project: String
    let policies: ProjectPolicies
    let store: ImageStore
    let parts: Housekeeping
    let clock: @Sendable () -> Timestamp
    /// For sources of workloads.
    let environment: [String: String]
    let logger: Logger

    /// What goes wrong is logged, and kept as a record like that of any other cleanup.
    ///
    /// - Throws: Nothing but a `CancellationError`. A plan that is being applied then goes on with the next start of the server.
    func run() async throws -> Outcome {
        var watermark = Watermark(catalog: "", project: project, takenAt: clock().millisecondsSince1970, repositories: [])
        let plan: CleanupPlan
        do {
            let policies = try CleanupPolicies([self.policies.layer])
            guard !policies.isDisabled, policies.deletesAnything else { return .off }
            watermark = try await parts.catalog.watermark(ofProject: project, pattern: parts.projectPattern)
            plan = try await self.plan(watermark, policies)
            for note in plan.notes { logger.notice("cleanup: \(note)") }
            guard !plan.items.isEmpty else { return .nothing }
            guard !plan.exceedsShare else {
                throw ScheduledCleanupError(
                    "the plan would delete \(plan.totals.images) of \(plan.totals.allImages) image tags, more than its largest share; see it with 'stowage cleanup plan --project \(project)\(self.policies.git.map { " --git \($0) --no-werf-config" } ?? "")'"
                )
            }
        } catch {
            return try await failed(error, watermark)
        }
        return try await apply(plan)
    }

    private func plan(_ watermark: Watermark, _ policies: CleanupPolicies) async throws -> CleanupPlan {
        // Git also tells what a tag is, for rules that don't ask whether it is gone.
        let git = self.policies.git != nil || policies.needsGit ? try await snapshot() : nil
        let asksNobody = !policies.asksWorkloads || self.policies.workloads.isEmpty
        let uses = asksNobody ? [] : try await uses()
        var inventory = Inventory(watermark: watermark)
        var cursor: String?
        repeat {
            let page = try await store.inventory(ofProject: project, pattern: parts.projectPattern, after: cursor)
            try inventory.add(page)
            cursor = page.next
        } while cursor != nil
        return try CleanupPlan(
            PlanInput(
                inventory: inventory, git: git, uses: uses, policies: policies, now: inventory.takenAt,
                grace: parts.configuration.grace.components.seconds, serverUndoWindow: parts.configuration.undoWindow.components.seconds,
                origin: .schedule, notes: asksNobody ? ["nobody was asked what runs"] : []))
    }

    /// - Returns: `nil` where no git was named; rules that need it are skipped then.
    private func snapshot() async throws -> GitSnapshot? {
        guard let path = policies.git else { return nil }
        return try await GitRepository.fetchMirror(path).snapshot()
    }

    private func uses() async throws -> [ImageUse] {
        var uses: [ImageUse] = []
        for setting in policies.workloads {
            let reading = try await WorkloadSource(setting).read(environment: environment)
            for note in reading.notes { logger.notice("cleanup: \(note)") }
            uses += reading.uses
        }
        return uses
    }

    private func apply(_ plan: CleanupPlan) async throws -> Outcome {
        let id: String
        do {
            id = try await handOver(plan)
            _ = try await parts.applier.start(id, isForced: false)
        } catch {
            // The plan stays as it is: an operator can look at it, and apply it nevertheless.
            return try await failed(error, plan.order.watermark)
        }
        do {
            let record = try await parts.applier.apply(id, isForced: false)
            guard record.state == .applied else { return log(failure: record.message ?? "the plan \(id) is \(record.state.rawValue)") }
            return .applied(record)
        } catch {
            try rethrowIfCancelled(error)
            // It is in the plan's own record, or is tried again.
            return log(failure: "the plan \(id) was not applied to its end: \(error)")
        }
    }

    private func handOver(_ plan: CleanupPlan) async throws -> String {
        let id = try await parts.applier.create(plan.order).id
        for start in stride(from: 0, to: plan.items.count, by: Self.piece) {
            try await parts.applier.add(items: Array(plan.items[start..<min(start + Self.piece, plan.items.count)]), at: start, to: id)
        }
        logger.info("cleanup has a plan", metadata: ["plan": "\(id)", "items": "\(plan.items.count)", "bytes": "\(plan.totals.bytes)"])
        return id
    }

    /// Keeps the record of a cleanup of which nothing was deleted.
    private func failed(_ error: any Error, _ watermark: Watermark) async throws -> Outcome {
        try rethrowIfCancelled(error)
        let now = clock().millisecondsSince1970
        let order = CleanupOrder(
            project: project, origin: .schedule, createdAt: now, watermark: watermark, inventoryAt: now, itemCount: 0,
            undoWindow: parts.configuration.undoWindow.milliseconds, largestShare: 0)
        do {
            try await parts.applier.recordFailure(order, because: "\(error)")
        } catch {
            logger.error("the record of the cleanup could not be written", metadata: ["error": "\(error)"])
        }
        return log(failure: "nothing was deleted: \(error)")
    }

    private func rethrowIfCancelled(_ error: any Error) throws {
        if error is CancellationError || Task.isCancelled { throw CancellationError() }
    }

    private func log(failure: String) -> Outcome {
        logger.error("cleanup stopped", metadata: ["error": "\(failure)"])
        return .failed(failure)
    }

    /// Items that are handed over at once.
    private static let piece = 2000
}

/// Why a cleanup ends before its plan is applied.
struct ScheduledCleanupError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}

extension WorkloadSource {
    init(_ setting: WorkloadSetting) {
        switch setting {
        case .kubeconfig(let path, let context, let namespaces): self = .kubeconfig(path: path, context: context, namespaces: namespaces)
        case .inCluster(let namespaces): self = .inCluster(namespaces: namespaces)
        case .file(let path): self = .file(path: path)
        }
    }
}
