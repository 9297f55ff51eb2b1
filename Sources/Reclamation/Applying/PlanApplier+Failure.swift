import Catalog
import ImageStore
import OCIModel
package import StageModel

extension PlanApplier {
    /// Keeps the record of a cleanup that ended before there was a plan.
    ///
    /// - Parameter order: Of a plan without items; its watermark may be empty.
    @discardableResult
    package func recordFailure(_ order: CleanupOrder, because message: String) async throws -> CleanupRecord {
        guard order.itemCount == 0 else { throw OCIError(.requestInvalid, "the record of a failure has no items") }
        let id = Self.id(at: clock())
        _ = try await store.removing { try await catalog.createPlan(id, order) }
        try await store.removing { try await catalog.failPlan(id, because: message) }
        return try await record(id)
    }
}
