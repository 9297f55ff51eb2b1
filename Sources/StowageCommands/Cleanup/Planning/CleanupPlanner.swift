import GitHistory
import RegistryClient
import Retention
import StageModel
import WorkloadInventory

/// Makes a plan: asks the server, git and who knows what runs, and has `Retention` decide.
///
/// The watermark comes first. What is published while the rest is read is not in the plan, and a commit that is pushed meanwhile
/// may be missing in git's answer only for what the plan can't delete.
struct CleanupPlanner: Sendable {
    let client: RegistryClient
    let environment: [String: String]
    let progress: PlanningProgress

    /// - Throws: ``RetentionError``, ``GitError``, ``WorkloadError``, ``ClientError``; `CancellationError`. Whatever can't be read to its end
    ///   stops the plan.
    func plan(_ request: PlanRequest) async throws -> CleanupPlan {
        let document = try await client.cleanupPolicies(project: request.project)
        // Before anything large is read: a mistake in a policy shows at once.
        let policies = try request.policies(environment: environment, server: document.layer)
        let watermark = try await watermark(of: request.project)
        async let git = snapshot(request)
        let inventory = try await inventory(watermark)
        let snapshot = try await git
        let workloads = try await workloads(request, policies)
        return try CleanupPlan(
            PlanInput(
                inventory: inventory, git: snapshot, uses: workloads.uses, policies: policies, now: inventory.takenAt, grace: document.grace,
                serverUndoWindow: document.undoWindow, origin: .command, notes: workloads.notes))
    }

    /// A plan that deletes everything of a project.
    ///
    /// - Parameter now: Nothing can be restored.
    /// - Throws: As ``plan(_:)``.
    func purge(_ project: String, now: Bool) async throws -> CleanupPlan {
        let document = try await client.cleanupPolicies(project: project)
        var layer = PolicyLayer()
        layer.undoWindow = now ? 0 : document.layer?.undoWindow
        let inventory = try await inventory(try await watermark(of: project))
        return try CleanupPlan(
            purging: PlanInput(
                inventory: inventory, git: nil, uses: [], policies: try CleanupPolicies([layer]), now: inventory.takenAt, grace: document.grace,
                serverUndoWindow: document.undoWindow, origin: .purge))
    }

    private func snapshot(_ request: PlanRequest) async throws -> GitSnapshot? {
        guard let folder = request.gitFolder else { return nil }
        guard let repository = try await GitRepository.find(from: folder) else {
            throw CommandError(.failed, "\(folder) is not a clone of a git repository; --git names the folder of one")
        }
        return try await repository.snapshot(fetch: request.fetches)
    }

    /// The next page is on its way while one is taken in. A project that the server doesn't know has none.
    /// A project that isn't there is more likely a wrong name than an empty one.
    private func watermark(of project: String) async throws -> Watermark {
        let watermark = try await client.watermark(project: project)
        guard !watermark.repositories.isEmpty else {
            throw CommandError(
                .failed, "the server has no repository of a project '\(project)'; check the name, and the setting cleanup.projectPattern")
        }
        return watermark
    }

    private func inventory(_ watermark: Watermark) async throws -> Inventory {
        var inventory = Inventory(watermark: watermark)
        var page = try await client.inventory(project: watermark.project)
        while let current = page {
            guard let cursor = current.next else {
                try inventory.add(current)
                break
            }
            async let following = client.inventory(project: watermark.project, after: cursor)
            try inventory.add(current)
            progress.add(current)
            page = try await following
        }
        progress.end()
        return inventory
    }

    private func workloads(_ request: PlanRequest, _ policies: CleanupPolicies) async throws -> WorkloadReading {
        guard policies.asksWorkloads else {
            return WorkloadReading(notes: ["nobody was asked what runs, as the policies say; nothing is kept for being in use"])
        }
        guard !request.workloads.isEmpty else {
            return WorkloadReading(
                notes: ["nobody was asked what runs, so nothing is kept for being in use; --kube asks the cluster, --in-use reads a file"])
        }
        var all = WorkloadReading()
        for source in request.workloads {
            let reading = try await source.read(environment: environment)
            all.uses += reading.uses
            all.notes += reading.notes
        }
        return all
    }
}
