extension CleanupPlan {
    /// Equal plans have equal bytes.
    package func json() -> [UInt8] { [] }

    /// Reads a plan that ``json()`` wrote.
    ///
    /// - Throws: ``RetentionError`` with code `plan` for what is no such plan, is of another version, or contradicts itself.
    package init(parsing bytes: [UInt8]) throws {
        throw RetentionError(.plan, "not there yet")
    }
}
