package import Catalog
import ImageStore
import OCIModel
package import StageModel

extension PlanApplier {
    package func record(_ plan: String) async throws -> CleanupRecord {
        guard let record = try await OCIError.translating({ try await catalog.plan(plan) }) else { throw Self.unknown(plan) }
        return record
    }

    /// The plans of a project, or of all, the newest first.
    ///
    /// - Parameter after: The id of the last one seen.
    package func records(project: String?, after: String?, limit: Int) async throws -> Page<CleanupRecord> {
        try await OCIError.translating { try await catalog.plans(ofProject: project, after: after, limit: limit) }
    }

    /// Items that were not deleted, and after an undo those that were not restored, by their positions.
    ///
    /// - Parameter after: The position of the last one seen.
    package func skipped(plan: String, after: Int?, limit: Int) async throws -> Page<SkippedItem> {
        _ = try await record(plan)
        return try await OCIError.translating {
            let skips = try await catalog.skips(ofPlan: plan, after: after ?? -1, limit: limit)
            var skipped: [SkippedItem] = []
            var (items, first) = ([] as [CleanupItem], 0)
            for skip in skips.items {
                if !(first..<first + items.count).contains(skip.position) {
                    (items, first) = (try await catalog.items(ofPlan: plan, from: skip.position), skip.position)
                }
                // Of a plan that is being forgotten the items may be gone.
                guard let item = items.first(at: skip.position - first) else { continue }
                skipped.append(SkippedItem(position: skip.position, item: item, cause: skip.cause, detail: skip.detail))
            }
            return Page(items: skipped, hasMore: skips.hasMore)
        }
    }
}

extension Array {
    fileprivate func first(at index: Int) -> Element? { indices.contains(index) ? self[index] : nil }
}
