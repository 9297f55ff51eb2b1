package import StageModel

/// What became of items that were handed over.
package enum AddItemsOutcome: Hashable, Sendable {
    case added
    case unknown
    /// The plan is past that, and has all its items.
    case complete
    /// The plan goes on at another position.
    case misplaced(next: Int)
    /// The plan would have more items than it said.
    case tooMany(expected: Int)
}

/// What became of a request to do something with a plan.
package enum PlanOutcome: Hashable, Sendable {
    /// It is in that state now, or was before.
    case accepted
    case unknown
    /// Not in this state.
    case refused(CleanupRecord.State)
}

/// How far a plan came with one step.
package struct PlanStep: Hashable, Sendable {
    /// Where the next step begins.
    package let next: Int
    /// True where there is no next one.
    package let isLast: Bool
    package let skips: [PlanSkip]
}

/// Where a plan stands.
package struct PlanProgress: Hashable, Sendable {
    package let state: CleanupRecord.State
    /// The position from which on there is something to do, and the one where that ends.
    package let next: Int
    package let end: Int
}
