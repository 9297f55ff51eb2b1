import GRDB
import OCIModel
package import StageModel

/// What a project holds, for the making of a plan.
extension Catalog {
    /// How far the repositories of a project have come.
    package func watermark(of project: ProjectName, pattern: ProjectPattern?) async throws -> Watermark {
        let now = clock()
        return try await read { db in
            let repositories = try ProjectRepositories(project, pattern, in: db).all()
            return Watermark(
                project: project.value, takenAt: now.millisecondsSince1970,
                repositories: repositories.map { Watermark.Repository(name: $0.name.value, generation: $0.generation) })
        }
    }

    /// A part of what a project holds, from one moment.
    ///
    /// - Parameters:
    ///   - after: Goes on strictly after this place; `nil` begins.
    ///   - limit: At most so many manifests. Fewer come where they have very many tags or layers.
    /// - Returns: `nil` where the project has no repository with a manifest, or none behind `after`.
    package func inventory(of project: ProjectName, pattern: ProjectPattern?, after: InventoryCursor?, limit: Int) async throws -> InventoryPage? {
        let now = clock()
        return try await read { db in
            try InventoryReader(repositories: ProjectRepositories(project, pattern, in: db), now: now, in: db).page(after: after, limit: limit)
        }
    }
}
