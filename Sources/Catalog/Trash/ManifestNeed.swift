import GRDB

/// What keeps a manifest to which no tag points.
enum ManifestNeed {
    /// Whether a tag, the trash, an index of its repository or a subject that is there needs the manifest. One that was taken out of
    /// its repository is needed by the trash alone. An index in the trash counts: it can be restored.
    static func exists(_ manifest: Int64, in context: borrowing WriteContext) throws -> Bool {
        for sql in [Queries.isTagged, Queries.trashOfManifestExists, Queries.isEntry, Queries.hasSubject]
        where try context.db.row(sql, [manifest]) != nil { return true }
        return false
    }
}

extension Queries {
    static let isTagged = "SELECT 1 FROM tags WHERE manifest_id = ? LIMIT 1"
    static let isEntry = """
        SELECT 1 FROM manifests m
          CROSS JOIN manifest_references e ON e.digest = m.digest
          CROSS JOIN manifests i ON i.id = e.manifest_id
        WHERE m.id = ? AND e.role = 'entry' AND (i.repository_id = m.repository_id OR i.trashed_from = m.repository_id) LIMIT 1
        """
    static let hasSubject = """
        SELECT 1 FROM manifests m WHERE m.id = ?1 AND m.subject NOTNULL
          AND (EXISTS (SELECT 1 FROM manifests s WHERE s.repository_id = m.repository_id AND s.digest = m.subject)
            OR EXISTS (SELECT 1 FROM manifests s WHERE s.trashed_from = m.repository_id AND s.digest = m.subject))
        """

    static let needs = [isTagged, isEntry, hasSubject]
}
