import GRDB
package import StageModel

/// That an item of a plan was not deleted, or not restored.
package struct PlanSkip: Hashable, Sendable {
    package let position: Int
    package let cause: SkippedItem.Cause
    /// For people.
    package let detail: String

    func insert(plan: String, in context: borrowing WriteContext) throws {
        try context.execute(
            "INSERT INTO plan_skips (plan, position, cause, detail) VALUES (?, ?, ?, ?)", [plan, position, cause.rawValue, detail])
    }
}
