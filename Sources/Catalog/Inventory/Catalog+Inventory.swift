import GRDB
import OCIModel
package import StageModel

/// What a project holds, for the making of a plan.
extension Catalog {
    /// How far the repositories of a project have come.
    ///
    /// - Parameter pattern: As of ``StageModel/ProjectPattern``.
    /// - Throws: ``OCIError`` where project or pattern can't be.
    package func watermark(ofProject project: String, pattern: String?) async throws -> Watermark {
        let (project, pattern) = (try Self.project(project), try Self.pattern(pattern))
        let now = clock()
        return try await read { db in
            let repositories = try ProjectRepositories(project, pattern, in: db).all()
            guard let id = try db.row(Queries.catalogID, []) else { throw CatalogError.damagedRow("the catalog's id") }
            return Watermark(
                catalog: id[0], project: project.value, takenAt: now.millisecondsSince1970,
                repositories: repositories.map { Watermark.Repository(name: $0.name.value, generation: $0.generation) })
        }
    }

    /// A part of what a project holds, from one moment.
    ///
    /// - Parameters:
    ///   - after: The `next` of the page before; `nil` begins.
    ///   - usesLostAt: What was there then counts as used then: nobody knows.
    ///   - limit: At most so many manifests. Fewer come where they have very many tags or layers.
    /// - Returns: An empty page where the project has no manifest, or none behind `after`.
    /// - Throws: ``OCIError`` where project, pattern or `after` can't be.
    package func inventory(ofProject project: String, pattern: String?, after: String?, usesLostAt: Timestamp? = nil, limit: Int) async throws
        -> InventoryPage
    {
        let (project, pattern) = (try Self.project(project), try Self.pattern(pattern))
        let cursor = try after.map { text in
            guard let cursor = InventoryCursor(text) else {
                throw OCIError(.paginationInvalid, "'\(text.prefix(400))' is not where a page of an inventory ended; pass its 'next'")
            }
            return cursor
        }
        let now = clock()
        return try await read { db in
            let repositories = try ProjectRepositories(project, pattern, in: db).all()
            guard
                let page = try InventoryReader(repositories: repositories, now: now, usesLostAt: usesLostAt, in: db).page(after: cursor, limit: limit)
            else {
                return InventoryPage(repository: try RepositoryName(project.value), takenAt: now)
            }
            return page
        }
    }

    private static func project(_ text: String) throws -> ProjectName {
        ProjectName(try RepositoryName(text))
    }

    private static func pattern(_ text: String?) throws -> ProjectPattern? {
        guard let text else { return nil }
        guard let pattern = ProjectPattern(text) else {
            throw OCIError(.requestInvalid, "'\(text.prefix(400))' is not a pattern of projects; write a path of names and '*', such as */*")
        }
        return pattern
    }
}
