/// The review queue. Lists of ids come as JSON: one statement then does for many rows, whose plan begins with a scan of that list.
extension Queries {
    static let dueBlobReviews = """
        SELECT r.due_at, r.blob_id, b.digest FROM blob_reviews r CROSS JOIN blobs b ON b.id = r.blob_id
        WHERE r.due_at <= ?1 AND (r.due_at, r.blob_id) > (?2, ?3) ORDER BY r.due_at, r.blob_id LIMIT ?4
        """
    static let dueManifestReviews = """
        SELECT r.due_at, r.manifest_id, m.digest FROM manifest_reviews r CROSS JOIN manifests m ON m.id = r.manifest_id
        WHERE r.due_at <= ?1 AND (r.due_at, r.manifest_id) > (?2, ?3) ORDER BY r.due_at, r.manifest_id LIMIT ?4
        """
    /// What manifests of other repositories name counts too. One more than this many, and the links stay as they are.
    static let ownersOfReferences = """
        SELECT m.repository_id, m.trashed_from FROM manifest_references r CROSS JOIN manifests m ON m.id = r.manifest_id
        WHERE r.digest = ? LIMIT ?
        """
    static let linksOfBlob = "SELECT repository_id FROM blob_links WHERE blob_id = ? LIMIT ?"
    static let undatedBlobReviews = "SELECT blob_id FROM blob_reviews WHERE due_at IS NULL LIMIT ?"
    static let repositoryByID = "SELECT id, generation, name FROM repositories WHERE id = ?"
    static let firstBlobReview = "SELECT min(due_at) FROM blob_reviews"
    static let firstManifestReview = "SELECT min(due_at) FROM manifest_reviews"
    static let manifestPlace = """
        SELECT m.repository_id, m.trashed_from, m.digest, m.subject, v.lost_at FROM manifest_reviews v CROSS JOIN manifests m ON m.id = v.manifest_id
        WHERE v.manifest_id = ? AND v.due_at <= ?
        """
    static let blobsNamed = """
        SELECT b.id FROM manifest_references r CROSS JOIN blobs b ON b.digest = r.digest
          LEFT JOIN blob_reviews v ON v.blob_id = b.id
        WHERE r.manifest_id = ?1 AND (v.blob_id IS NULL OR v.due_at <= ?2) LIMIT ?3
        """
    static let dateReviews = "UPDATE blob_reviews SET due_at = ?1 WHERE blob_id IN (SELECT value FROM json_each(?2)) AND due_at IS NULL"
    static let laterReferrers = """
        SELECT id, 0 FROM manifests WHERE repository_id = ?1 AND subject = ?2 AND digest > ?3 ORDER BY digest LIMIT 100
        """

    static let reviews = [
        dueBlobReviews, dueManifestReviews, ownersOfReferences, linksOfBlob, undatedBlobReviews, repositoryByID, firstBlobReview,
        firstManifestReview, manifestPlace, blobsNamed, laterReferrers,
    ]

    // MARK: - Of lists of ids

    static let blobsToReview = """
        SELECT b.id, b.digest, b.size, b.is_deleting, EXISTS (SELECT 1 FROM manifest_references m WHERE m.digest = b.digest)
        FROM json_each(?1) j
          CROSS JOIN blob_reviews r ON r.blob_id = j.value
          CROSS JOIN blobs b ON b.id = r.blob_id
        WHERE r.due_at <= ?2
        """
    static let linksOfBlobs = """
        SELECT l.repository_id, l.blob_id FROM json_each(?1) j CROSS JOIN blob_links l ON l.blob_id = j.value LIMIT ?2
        """
    static let markDeleting = "UPDATE blobs SET is_deleting = 1 WHERE id IN (SELECT value FROM json_each(?))"
    static let dropLinks = "DELETE FROM blob_links WHERE blob_id IN (SELECT value FROM json_each(?))"
    static let buryLinks = """
        INSERT INTO tombstones (repository_id, kind, key, generation, deleted_at)
          SELECT ?1, 'blob', b.digest, ?2, ?3 FROM json_each(?4) j CROSS JOIN blobs b ON b.id = j.value WHERE true
          ON CONFLICT DO UPDATE SET generation = excluded.generation, deleted_at = excluded.deleted_at
        """
    static let dropReviews = "DELETE FROM blob_reviews WHERE blob_id IN (SELECT value FROM json_each(?))"
    static let postponeReviews = "UPDATE blob_reviews SET due_at = ?1 WHERE blob_id IN (SELECT value FROM json_each(?2))"
    static let forgetBlobs = "DELETE FROM blobs WHERE id IN (SELECT value FROM json_each(?)) AND +is_deleting = 1"
    static let unknownDigests = """
        SELECT j.value FROM json_each(?) j WHERE NOT EXISTS (SELECT 1 FROM blobs b WHERE b.digest = j.value)
        """
    /// Of rows that are waiting, as far as they were read.
    static let bytesToFall = """
        SELECT coalesce(sum(b.size), 0) FROM (SELECT blob_id FROM blob_reviews LIMIT ?) r CROSS JOIN blobs b ON b.id = r.blob_id
        WHERE NOT EXISTS (SELECT 1 FROM manifest_references m WHERE m.digest = b.digest)
        """
}
