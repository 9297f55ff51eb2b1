import GRDB
import OCIModel
import StageModel

/// A manifest that is in no repository and not in the trash either, since it names so much else that it is written and removed in steps: nothing may hold
/// the writer for long. What it names counts as referenced. Steps that a crash left are taken back when the catalog is opened.
struct LooseManifest: Sendable {
    /// About two milliseconds of work.
    static let referencesAtOnce = 500

    let id: Int64
    /// Where blobs are unlinked that no other manifest of the repository names.
    var unlinksFrom: RepositoryName?

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

    /// What a step of removing it came to.
    struct Step: Sendable {
        var hasMore = false
        /// The entries of an index that went with the step.
        var entries: [String] = []
    }

    /// Removes a part of it, if it is loose.
    func removeSome(in context: inout WriteContext) throws -> Step {
        guard try context.db.row(Queries.isLoose, [id]) != nil else { return Step() }
        if let unlinksFrom, var repository = try RepositoryRow.find(unlinksFrom, in: context) {
            let step = try removeSome(in: &context, unlinkingFrom: &repository)
            try repository.save(in: context)
            return step
        }
        return Step(hasMore: try removeReferences(Self.referencesAtOnce, in: context))
    }

    func removeSome(in context: inout WriteContext, unlinkingFrom repository: inout RepositoryRow) throws -> Step {
        var step = Step()
        let named = try context.db.rows(Queries.references, [id, Self.unlinkedAtOnce]) { ($0[0] as String, $0[1] as String) }
        step.hasMore = try removeReferences(Self.unlinkedAtOnce, in: context)
        for (role, digest) in named where role != "subject" {
            if role == "entry" { step.entries.append(digest) }
            try ManifestRemoval.unlinkIfUnnamed(digest, from: &repository, &context)
        }
        return step
    }

    /// - Returns: True where there are more. Otherwise the rest of the manifest went with them.
    private func removeReferences(_ count: Int, in context: borrowing WriteContext) throws -> Bool {
        try context.execute(
            """
            DELETE FROM manifest_references WHERE (manifest_id, role, position) IN
              (SELECT manifest_id, role, position FROM manifest_references WHERE manifest_id = ? ORDER BY role, position LIMIT ?)
            """, [id, count])
        if context.db.changesCount == count { return true }
        try context.execute("DELETE FROM manifests WHERE id = ?", [id])
        return false
    }

    private static let unlinkedAtOnce = 64
}

extension Queries {
    static let isLoose = "SELECT 1 FROM manifests WHERE id = ? AND repository_id IS NULL AND trashed_from IS NULL"
    static let references = "SELECT role, digest FROM manifest_references WHERE manifest_id = ? ORDER BY role, position LIMIT ?"
}
