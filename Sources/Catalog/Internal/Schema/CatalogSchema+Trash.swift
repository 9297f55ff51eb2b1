extension CatalogSchema {
    static let trash = """
        CREATE TABLE trash (
          -- Tags that were deleted and can be restored: not served, but what they point at is referenced. tag is null where a
          -- manifest without a tag was deleted. meaning: JSON, what the tag meant. takes_manifest: when it expires, the manifest goes
          -- too, unless something else needs it.
          id INTEGER PRIMARY KEY,
          repository_id INTEGER NOT NULL REFERENCES repositories (id),
          tag TEXT,
          manifest_id INTEGER NOT NULL REFERENCES manifests (id),
          digest TEXT NOT NULL,
          meaning TEXT NOT NULL,
          published_at INTEGER NOT NULL,
          last_used_at INTEGER,
          deleted_at INTEGER NOT NULL,
          expires_at INTEGER NOT NULL,
          takes_manifest INTEGER NOT NULL CHECK (takes_manifest IN (0, 1)),
          plan TEXT,
          reason TEXT NOT NULL
        ) STRICT;
        CREATE INDEX trash_by_expiry ON trash (expires_at, id);
        CREATE INDEX trash_by_repository ON trash (repository_id, id);
        CREATE INDEX trash_by_tag ON trash (repository_id, tag, id) WHERE tag IS NOT NULL;
        CREATE INDEX trash_by_manifest ON trash (manifest_id);
        """
}
