package import Catalog
import OCIModel
package import StageModel

/// What plans are made from.
extension ImageStore {
    /// How far the repositories of a project have come.
    package func watermark(of project: ProjectName, pattern: ProjectPattern?) async throws -> Watermark {
        try await OCIError.translating { try await catalog.watermark(of: project, pattern: pattern) }
    }

    /// A part of what a project holds. The first one has every use so far: what is used later was used since the inventory.
    ///
    /// - Returns: `nil` where the project has no repository with a manifest, or none behind `after`.
    package func inventory(
        of project: ProjectName, pattern: ProjectPattern?, after: InventoryCursor?, limit: Int = 1000
    ) async throws -> InventoryPage? {
        if after == nil { try await flushUses() }
        return try await OCIError.translating { try await catalog.inventory(of: project, pattern: pattern, after: after, limit: limit) }
    }
}
