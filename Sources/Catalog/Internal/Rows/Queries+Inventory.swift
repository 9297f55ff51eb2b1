/// The inventory of a project. A page is a stretch of a repository's manifests in the order in which they came: past ?2 up to ?3. By
/// digest each would cost several reads from another place of the disk.
extension Queries {
    /// From a name on, up to another, which may be the same.
    static let repositoriesFrom = """
        SELECT id, name, generation, manifest_count FROM repositories WHERE name >= ?1 AND name <= ?2 ORDER BY name LIMIT 1
        """

    /// Read by ``InventoryReader``.
    static let inventoryManifests = """
        SELECT m.id, m.digest, m.kind, m.generation, m.created_at, m.untagged_at, m.last_used_at, m.subject,
          (SELECT max(t.deleted_at) FROM trash t WHERE t.manifest_id = m.id AND t.takes_manifest = 1)
        FROM manifests m INDEXED BY manifests_in_order WHERE m.repository_id = ?1 AND m.id > ?2 ORDER BY m.id LIMIT ?3
        """
    static let inventoryReferences = """
        SELECT m.id, e.role, e.digest FROM manifests m INDEXED BY manifests_in_order
          CROSS JOIN manifest_references e ON e.manifest_id = m.id
        WHERE m.repository_id = ?1 AND m.id > ?2 AND m.id <= ?3 AND e.role <> 'subject' ORDER BY m.id, e.role, e.position
        """
    /// An image's row counts before a stage's: `SIGNATURE-01600000000000` is no stage's tag, and would find one here.
    static let inventoryTags = """
        SELECT m.id, t.name, t.generation, t.updated_at, i.is_recorded, \(imageColumns), s.tag, s.labels,
          st.last_used_at, st.is_rejected, st.size, st.commits, st.imports, st.stage_name, st.image_name, st.parent, st.git_reference,
          st.build_milliseconds
        FROM manifests m INDEXED BY manifests_in_order
          CROSS JOIN tags t ON t.manifest_id = m.id AND t.repository_id = ?1
          LEFT JOIN images i ON i.repository_id = ?1 AND i.tag = t.name
          LEFT JOIN service_tags s ON s.repository_id = ?1 AND s.tag = t.name
          LEFT JOIN stages st ON st.repository_id = ?1
            AND st.signature = CASE instr(t.name, '-') WHEN 0 THEN t.name ELSE substr(t.name, 1, instr(t.name, '-') - 1) END
            AND st.unique_id = CASE instr(t.name, '-') WHEN 0 THEN 0 ELSE CAST(substr(t.name, instr(t.name, '-') + 1) AS INTEGER) END
        WHERE m.repository_id = ?1 AND m.id > ?2 AND m.id <= ?3 ORDER BY m.id, t.name
        """
    /// With the repositories that hold it, of which there may be none.
    static let inventoryBlob = """
        SELECT b.size, l.repository_id FROM blobs b
          LEFT JOIN blob_links l ON l.blob_id = b.id
        WHERE b.digest = ? AND b.is_deleting = 0
        """

    static let inventory = [repositoriesFrom, inventoryManifests, inventoryReferences, inventoryTags, inventoryBlob]
}
