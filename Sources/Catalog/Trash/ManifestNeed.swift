import GRDB

/// What keeps a manifest to which no tag points.
enum ManifestNeed {
    /// Whether a tag, the trash, an index of its repository or a subject that is there needs the manifest. One that was taken out of
    /// its repository is needed by the trash alone. An index in the trash counts: it can be restored.
    ///
    /// One that very many indexes name, of whatever repository, counts as needed: finding out whose they are would take too long.
    static func exists(_ manifest: Int64, in context: borrowing WriteContext) throws -> Bool {
        for sql in [Queries.isTagged, Queries.trashOfManifestExists, Queries.hasSubject]
        where try context.db.row(sql, [manifest]) != nil { return true }
        let isOurs = try context.db.rows(Queries.indexesNaming, [manifest, indexesLookedAt]) { $0[0] as Bool }
        return isOurs.count == indexesLookedAt || isOurs.contains(true)
    }

    static let indexesLookedAt = 200
}

extension Queries {
    static let isTagged = "SELECT 1 FROM tags WHERE manifest_id = ? LIMIT 1"
    /// Whether each index that names a manifest is one of its repository's, or was deleted from there and can be restored.
    static let indexesNaming = """
        SELECT i.repository_id IS m.repository_id OR i.trashed_from IS m.repository_id FROM manifests m
          CROSS JOIN manifest_references e INDEXED BY manifest_entries_by_digest ON e.digest = m.digest AND e.role = 'entry'
          CROSS JOIN manifests i ON i.id = e.manifest_id
        WHERE m.id = ?1 AND m.repository_id NOTNULL LIMIT ?2
        """
    static let hasSubject = """
        SELECT 1 FROM manifests m WHERE m.id = ?1 AND m.subject NOTNULL
          AND (EXISTS (SELECT 1 FROM manifests s WHERE s.repository_id = m.repository_id AND s.digest = m.subject)
            OR EXISTS (SELECT 1 FROM manifests s WHERE s.trashed_from = m.repository_id AND s.digest = m.subject))
        """

    static let needs = [isTagged, indexesNaming, hasSubject]
}
