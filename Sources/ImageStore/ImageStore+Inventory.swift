import Catalog
import OCIModel
package import StageModel

/// What plans are made from.
extension ImageStore {
    /// A part of what a project holds; see ``Catalog/inventory(ofProject:pattern:after:limit:)``. Before the first one every use so far is
    /// written down: what is used later was used since the inventory. Where uses were lost, everything counts as used until then.
    package func inventory(ofProject project: String, pattern: String?, after: String?, limit: Int = 1000) async throws -> InventoryPage {
        if after == nil { try await removing { try await flushUses() } }
        return try await OCIError.translating {
            try await catalog.inventory(ofProject: project, pattern: pattern, after: after, usesLostAt: uses.lostUsesAt, limit: limit)
        }
    }
}
