extension CleanupPlan {
    /// Decides. Pure: looks at nothing but its input.
    ///
    /// - Throws: ``RetentionError`` with code `inventory` where the pages of the inventory don't belong together.
    package init(_ input: PlanInput) throws {
        throw RetentionError(.inventory, "not there yet")
    }

    /// A plan that deletes everything that was published before the watermark, whatever rules and workloads say.
    package init(purging input: PlanInput) throws {
        throw RetentionError(.inventory, "not there yet")
    }
}
