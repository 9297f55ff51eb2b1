import OCIModel
package import StageModel

extension PlanApplier {
    /// Keeps the record of a cleanup that ended before there was a plan.
    ///
    /// - Parameter order: Of a plan without items; its watermark may be empty.
    package func recordFailure(_ order: CleanupOrder, because message: String) async throws -> CleanupRecord {
        throw OCIError(.unsupported, "not yet")
    }
}
