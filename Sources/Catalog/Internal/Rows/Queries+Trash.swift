/// The trash. What is written here is found by indexes too; a test has SQLite explain it.
extension Queries {
    /// Read by ``TrashEntry/init(_:)``.
    static let trashColumns = """
        t.id, t.tag, t.manifest_id, t.digest, r.name, t.deleted_at, t.expires_at, t.reason, t.plan FROM trash t
          CROSS JOIN repositories r ON r.id = t.repository_id
        """
    static let trashOfRepository = "SELECT \(trashColumns) WHERE t.repository_id = ? AND t.id < ? ORDER BY t.id DESC LIMIT ?"
    static let trashedTag = "SELECT \(trashColumns) WHERE t.repository_id = ? AND t.tag = ? ORDER BY t.id DESC LIMIT 1"
    static let trashOfTag = "SELECT id, manifest_id, digest FROM trash WHERE repository_id = ? AND tag = ? ORDER BY id DESC LIMIT ?"
    static let trashOfManifest = "SELECT id FROM trash WHERE manifest_id = ? LIMIT ?"
    static let trashTakingManifest = """
        SELECT \(trashColumns) WHERE t.manifest_id = ? AND t.id > ? AND t.takes_manifest = 1 ORDER BY t.id LIMIT ?
        """
    /// Where a manifest was deleted more than once, the last of them.
    static let trashedManifest = "SELECT id FROM manifests WHERE trashed_from = ? AND digest = ? ORDER BY id DESC LIMIT 1"
    static let isDetached = "SELECT 1 FROM manifests WHERE id = ? AND trashed_from NOTNULL"
    static let tagDigest = """
        SELECT m.digest, m.id FROM tags t CROSS JOIN manifests m ON m.id = t.manifest_id WHERE t.repository_id = ? AND t.name = ?
        """
    /// With whether the manifest is to be looked at: it was taken out of its repository, or should go with the tag and was not
    /// tagged or pushed since.
    static let dueTrash = """
        SELECT t.id, t.manifest_id, m.repository_id IS NULL
            OR t.takes_manifest AND ifnull(m.untagged_at, 0) <= t.deleted_at AND NOT EXISTS (SELECT 1 FROM tags g WHERE g.manifest_id = m.id),
          t.deleted_at
        FROM trash t
          CROSS JOIN manifests m ON m.id = t.manifest_id
        WHERE t.expires_at <= ? ORDER BY t.expires_at, t.id LIMIT ?
        """
    static let lastTrashOfManifest = "SELECT expires_at FROM trash WHERE manifest_id = ? ORDER BY expires_at DESC LIMIT 1"
    static let trashOfManifestExists = "SELECT 1 FROM trash WHERE manifest_id = ? LIMIT 1"

    // MARK: - Into the trash

    static let deleteTag = "DELETE FROM tags WHERE repository_id = ? AND name = ?"
    static let stageMeaning = """
        json_object('kind', 'stage', 'size', st.size, 'stage_name', st.stage_name, 'image_name', st.image_name, 'parent', st.parent,
              'git_reference', st.git_reference, 'commits', st.commits, 'imports', st.imports, 'build_milliseconds', st.build_milliseconds,
              'hits', st.hits)
        """
    static let imageMeaning = """
        json_object('kind', 'image', 'size', i.size, 'image_name', i.image_name, 'strategy', i.strategy,
              'git_reference', i.git_reference, 'commits', i.commits, 'imports', i.imports, 'signature', i.signature,
              'is_recorded', i.is_recorded)
        """
    static let keep = """
        INSERT INTO trash (repository_id, tag, manifest_id, digest, meaning, published_at, last_used_at, deleted_at, expires_at,
            takes_manifest, plan, reason)
        """
    static let keepStage = """
        \(keep)
          SELECT t.repository_id, t.name, t.manifest_id, st.digest,
            \(stageMeaning),
            t.updated_at, st.last_used_at, ?3, ?4, ?5, ?6, ?7 FROM tags t
          CROSS JOIN stages st ON st.repository_id = t.repository_id AND st.signature = ?8 AND st.unique_id = ?9
          WHERE t.repository_id = ?1 AND t.name = ?2
        """
    static let keepImage = """
        \(keep)
          SELECT t.repository_id, t.name, t.manifest_id, m.digest,
            \(imageMeaning),
            t.updated_at, NULL, ?3, ?4, ?5, ?6, ?7 FROM tags t
          CROSS JOIN images i ON i.repository_id = t.repository_id AND i.tag = t.name
          CROSS JOIN manifests m ON m.id = t.manifest_id
          WHERE t.repository_id = ?1 AND t.name = ?2
        """
    static let keepServiceTag = """
        \(keep)
          SELECT t.repository_id, t.name, t.manifest_id, m.digest,
            json_object('kind', s.kind, 'name', s.name, 'commit_id', s.commit_id, 'signature', s.signature, 'unique_id', s.unique_id,
              'labels', json(s.labels)),
            t.updated_at, NULL, ?3, ?4, ?5, ?6, ?7 FROM tags t
          CROSS JOIN service_tags s ON s.repository_id = t.repository_id AND s.tag = t.name
          CROSS JOIN manifests m ON m.id = t.manifest_id
          WHERE t.repository_id = ?1 AND t.name = ?2
        """
    static let keepManifest = """
        \(keep)
          SELECT repository_id, NULL, id, digest, '{}', created_at, last_used_at, ?2, ?3, 1, ?4, ?5 FROM manifests WHERE id = ?1
        """

    // MARK: - Out of it

    static let restoreStage = """
        INSERT INTO stages (repository_id, signature, unique_id, digest, size, published_at, stage_name, image_name, parent, git_reference,
            commits, imports, build_milliseconds, is_rejected, hits, last_used_at)
          SELECT repository_id, ?2, ?3, digest, json_extract(meaning, '$.size'), published_at, json_extract(meaning, '$.stage_name'),
            json_extract(meaning, '$.image_name'), json_extract(meaning, '$.parent'), json_extract(meaning, '$.git_reference'),
            json_extract(meaning, '$.commits'), json_extract(meaning, '$.imports'), json_extract(meaning, '$.build_milliseconds'), ?4,
            json_extract(meaning, '$.hits'), last_used_at FROM trash WHERE id = ?1
        """
    static let restoreImage = """
        INSERT INTO images (repository_id, tag, size, image_name, strategy, git_reference, commits, imports, signature, is_recorded)
          SELECT repository_id, tag, json_extract(meaning, '$.size'), json_extract(meaning, '$.image_name'), json_extract(meaning, '$.strategy'),
            json_extract(meaning, '$.git_reference'), json_extract(meaning, '$.commits'), json_extract(meaning, '$.imports'),
            json_extract(meaning, '$.signature'), json_extract(meaning, '$.is_recorded') FROM trash WHERE id = ?1
        """
    static let restoreServiceTag = """
        INSERT INTO service_tags (repository_id, tag, kind, name, commit_id, signature, unique_id, labels)
          SELECT repository_id, tag, json_extract(meaning, '$.kind'), json_extract(meaning, '$.name'), json_extract(meaning, '$.commit_id'),
            json_extract(meaning, '$.signature'), json_extract(meaning, '$.unique_id'), json_extract(meaning, '$.labels')
          FROM trash WHERE id = ?1
        """
    static let restoreTag = """
        INSERT INTO tags (repository_id, name, manifest_id, generation, created_at, updated_at)
          SELECT repository_id, tag, ?2, ?3, published_at, published_at FROM trash WHERE id = ?1
        """
    static let deleteTrash = "DELETE FROM trash WHERE id = ?"
    static let reviewManifest = """
        INSERT INTO manifest_reviews (manifest_id, due_at, lost_at) VALUES (?, ?, ?)
          ON CONFLICT DO UPDATE SET due_at = excluded.due_at, lost_at = excluded.lost_at, attempts = 0
        """
    static let trashedKind = "SELECT json_extract(meaning, '$.kind') FROM trash WHERE id = ?"

    static let trash = [
        trashOfRepository, trashedTag, trashTakingManifest, trashedManifest, isDetached, tagDigest, dueTrash,
        trashOfManifestExists, trashedKind, trashOfTag, trashOfManifest, isOfRepository, isLoose,
    ]
    static let trashWrites = [
        deleteTag, keepStage, keepImage, keepServiceTag, keepManifest, restoreStage, restoreImage, restoreServiceTag, restoreTag,
        deleteTrash, reviewManifest,
    ]
}
