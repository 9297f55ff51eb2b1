/// The statements that read. Each finds its rows by indexes, whatever the catalog holds; a test has SQLite explain all of
/// them.
///
/// `CROSS JOIN` keeps SQLite from choosing another order of tables: there are no statistics it could choose by.
enum Queries {
    static let repository = "SELECT id, generation FROM repositories WHERE name = ?"
    static let blobByDigest = "SELECT id, size, is_suspect, proofs, created_at, is_deleting FROM blobs WHERE digest = ?"
    static let linkExists = "SELECT 1 FROM blob_links WHERE repository_id = ? AND blob_id = ?"
    static let linkExistsSomewhere = "SELECT 1 FROM blob_links WHERE blob_id = ? LIMIT 1"
    /// Of a suspect blob it isn't: the client shall send it again.
    static let digestIsLinked = """
        SELECT 1 FROM blobs b
          CROSS JOIN blob_links l ON l.repository_id = ? AND l.blob_id = b.id
        WHERE b.digest = ? AND b.is_suspect = 0
        """
    static let blobInRepository = """
        SELECT b.id, b.size, b.is_suspect, b.proofs, b.created_at, b.is_deleting FROM repositories r
          CROSS JOIN blobs b
          CROSS JOIN blob_links l ON l.repository_id = r.id AND l.blob_id = b.id
        WHERE r.name = ? AND b.digest = ?
        """

    static let manifestID = "SELECT id FROM manifests WHERE repository_id = ? AND digest = ?"
    static let hasReferencesPast = "SELECT 1 FROM manifest_references WHERE manifest_id = ? LIMIT 1 OFFSET ?"
    static let manifestByTag = """
        SELECT m.digest, m.media_type, m.generation, m.created_at, c.bytes FROM repositories r
          CROSS JOIN tags t ON t.repository_id = r.id AND t.name = ?2
          CROSS JOIN manifests m ON m.id = t.manifest_id
          CROSS JOIN manifest_contents c ON c.manifest_id = m.id
        WHERE r.name = ?1
        """
    static let manifestByDigest = """
        SELECT m.digest, m.media_type, m.generation, m.created_at, c.bytes FROM repositories r
          CROSS JOIN manifests m ON m.repository_id = r.id AND m.digest = ?2
          CROSS JOIN manifest_contents c ON c.manifest_id = m.id
        WHERE r.name = ?1
        """
    static let tagTarget = "SELECT manifest_id FROM tags WHERE repository_id = ? AND name = ?"
    static let tagsOfManifest = "SELECT name FROM tags WHERE manifest_id = ? LIMIT ?"

    static let repositoryNames = "SELECT name FROM repositories WHERE manifest_count > 0 AND name > ? ORDER BY name LIMIT ?"
    static let tagNames = "SELECT name FROM tags WHERE repository_id = ? AND name > ? ORDER BY name LIMIT ?"
    static let referrers = """
        SELECT m.digest, m.media_type, m.size, m.artifact_type, m.annotations FROM repositories r
          CROSS JOIN manifests m ON m.repository_id = r.id
        WHERE r.name = ?1 AND m.subject = ?2 AND m.digest > ?3 ORDER BY m.digest LIMIT ?4
        """
    static let referrersOfType = """
        SELECT m.digest, m.media_type, m.size, m.artifact_type, m.annotations FROM repositories r
          CROSS JOIN manifests m INDEXED BY manifests_by_subject_and_type ON m.repository_id = r.id
        WHERE r.name = ?1 AND m.subject = ?2 AND m.artifact_type = ?5 AND m.digest > ?3 ORDER BY m.digest LIMIT ?4
        """

    static let upload = "SELECT id, repository, algorithm, offset, started_at, touched_at FROM uploads WHERE id = ?"
    static let idleUploads = """
        SELECT id, repository, algorithm, offset, started_at, touched_at FROM uploads
        WHERE touched_at <= ? ORDER BY touched_at, id LIMIT ?
        """
    /// Reads a whole index, in which there are only manifests that a crash left half written or half removed.
    static let looseManifests = "SELECT id FROM manifests WHERE repository_id IS NULL AND trashed_from IS NULL"
    /// Reads the whole table, which has a row for each total.
    static let statistics = "SELECT name, value FROM statistics"

    /// All but ``looseManifests``, ``statistics``, ``leaseFloor`` and ``plansInWork``.
    static let all =
        [
            repository, blobByDigest, linkExists, linkExistsSomewhere, digestIsLinked, blobInRepository, manifestID, manifestByTag,
            manifestByDigest, hasReferencesPast, tagTarget, tagsOfManifest, repositoryNames, tagNames, referrers, referrersOfType, upload,
            idleUploads,
        ] + meanings + leases + reviews + trash + needs + inventory + plans
}
