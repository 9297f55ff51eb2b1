extension CleanupPlan {
    /// Decides. Pure: looks at nothing but its input.
    package init(_ input: PlanInput) throws {
        throw RetentionError(.inventory, "not there yet")
    }
}
