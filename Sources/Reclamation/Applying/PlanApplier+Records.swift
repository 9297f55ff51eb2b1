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

extension PlanApplier {
    /// Everything that a plan names, in its order, and what became of it. Of a plan that is in work, as it was at one moment or a
    /// little later.
    ///
    /// - Parameter after: The position of the last one seen.
    package func outcomes(plan: String, after: Int?, limit: Int) async throws -> Page<CleanupOutcome> {
        guard limit > 0 else { return Page(items: [], hasMore: false) }
        let first = (after ?? -1) + 1
        return try await OCIError.translating {
            // How far it is before what was skipped: that is noted with it, so none is missing.
            guard let progress = try await catalog.progress(ofPlan: plan) else { throw Self.unknown(plan) }
            var items: [CleanupItem] = []
            while items.count <= limit {
                let more = try await catalog.items(ofPlan: plan, from: first + items.count)
                if more.isEmpty { break }
                items += more
            }
            let skips = try await catalog.skips(ofPlan: plan, after: first - 1, limit: limit).items
            let skipAt = Dictionary(uniqueKeysWithValues: skips.map { ($0.position, $0) })
            let outcomes = items.prefix(limit).enumerated().map { offset, item in
                Self.outcome(of: item, at: first + offset, progress, skipAt[first + offset])
            }
            return Page(items: outcomes, hasMore: items.count > limit)
        }
    }

    private static func outcome(of item: CleanupItem, at position: Int, _ progress: PlanProgress, _ skip: PlanSkip?) -> CleanupOutcome {
        let isTakenBack = progress.state == .undoing || progress.state == .undone
        let isDone = position < (isTakenBack ? progress.end : progress.next)
        if let skip {
            let state: CleanupOutcome.State = skip.cause.isOfRestoration ? .deleted : .skipped
            return CleanupOutcome(position: position, item: item, state: state, cause: skip.cause, detail: skip.detail)
        }
        guard isDone else { return CleanupOutcome(position: position, item: item, state: .waiting) }
        return CleanupOutcome(position: position, item: item, state: isTakenBack && position < progress.next ? .restored : .deleted)
    }
}

extension Array {
    fileprivate func first(at index: Int) -> Element? { indices.contains(index) ? self[index] : nil }
}
