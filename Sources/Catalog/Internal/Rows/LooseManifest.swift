import GRDB
import OCIModel
import StageModel

/// A manifest that is in no repository and not in the trash either, since it names so much else that it is written and removed in steps: nothing may hold
/// the writer for long. What it names counts as referenced. Steps that a crash left are taken back when the catalog is opened.
struct LooseManifest: Sendable {
    /// About two milliseconds of work.
    static let referencesAtOnce = 500

    let id: Int64

    /// Makes a stored manifest loose.
    static func detach(_ id: Int64, in context: borrowing WriteContext) throws {
        try context.execute(
            """
            UPDATE manifests SET removed_from = coalesce(repository_id, trashed_from), repository_id = NULL, trashed_from = NULL WHERE id = ?
            """, [id])
    }

    /// Puts it into a repository.
    func attach(to repository: Int64, generation: Int64, in context: borrowing WriteContext) throws {
        try context.execute(
            "UPDATE manifests SET repository_id = ?1, generation = ?2, created_at = ?3, untagged_at = ?3 WHERE id = ?4 AND repository_id IS NULL",
            [repository, generation, context.now.millisecondsSince1970, id])
    }

    /// Removes a part of it, if it is loose.
    ///
    /// - Returns: True where there is more. Otherwise the rest of the manifest went with it.
    func removeSome(in context: borrowing WriteContext) throws -> Bool {
        guard try context.db.row(Queries.isLoose, [id]) != nil else { return false }
        try context.execute(
            """
            DELETE FROM manifest_references WHERE (manifest_id, role, position) IN
              (SELECT manifest_id, role, position FROM manifest_references WHERE manifest_id = ? ORDER BY role, position LIMIT ?)
            """, [id, Self.referencesAtOnce])
        if context.db.changesCount == Self.referencesAtOnce { return true }
        try context.execute("DELETE FROM manifests WHERE id = ?", [id])
        return false
    }
}

extension Queries {
    static let isLoose = "SELECT 1 FROM manifests WHERE id = ? AND repository_id IS NULL AND trashed_from IS NULL"
}
