import StageModel

/// What is asked of a plan, and its end.
extension Catalog {
    /// Has a plan applied, from where it stopped.
    ///
    /// - Returns: `accepted` also where it is being applied, or was. One that was taken back in part is refused.
    package func startApplying(_ plan: String) async throws -> PlanOutcome {
        try await change(plan) { row in
            switch row.state {
            case .applying, .applied: return .accepted
            case .failed where row.undone == 0, .ready:
                row.state = .applying
                row.message = nil
                row.finishedAt = nil
                return .accepted
            case .receiving, .undoing, .undone, .failed: return .refused(row.state)
            }
        }
    }

    /// Has a plan taken back that was applied, or failed on its way.
    ///
    /// - Returns: `accepted` also where it is being taken back, or was.
    package func startUndoing(_ plan: String) async throws -> PlanOutcome {
        try await change(plan) { row in
            switch row.state {
            case .undoing, .undone: return .accepted
            case .applied, .failed:
                row.state = .undoing
                row.message = nil
                row.finishedAt = nil
                return .accepted
            case .receiving, .ready, .applying: return .refused(row.state)
            }
        }
    }

    /// Notes that a plan that is in work can't be finished, or that one that is ready won't be applied.
    package func failPlan(_ plan: String, because message: String) async throws {
        _ = try await change(plan) { [now = clock()] row in
            guard [.ready, .applying, .undoing].contains(row.state) else { return .refused(row.state) }
            row.state = .failed
            row.message = message
            row.finishedAt = now.millisecondsSince1970
            return .accepted
        }
    }

    private func change(_ plan: String, _ change: @escaping @Sendable (inout PlanRow) -> PlanOutcome) async throws -> PlanOutcome {
        try await writer.write { context in
            guard var row = try PlanRow.find(plan, in: context) else { return .unknown }
            let before = row
            let outcome = change(&row)
            if row != before { try row.save(in: context) }
            return outcome
        }
    }
}
