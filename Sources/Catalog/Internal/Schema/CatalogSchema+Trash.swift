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
        CREATE INDEX trash_by_plan ON trash (plan, id) WHERE plan IS NOT NULL;
        """

    static let plans = """
        CREATE TABLE plans (
          -- Cleanups that were asked for, and what became of them. order_document: JSON. applied: items that were looked at.
          id TEXT PRIMARY KEY,
          project TEXT NOT NULL,
          order_document TEXT NOT NULL,
          state TEXT NOT NULL CHECK (state IN ('receiving', 'ready', 'applying', 'applied', 'undoing', 'undone', 'failed')),
          received_at INTEGER NOT NULL,
          finished_at INTEGER,
          done INTEGER NOT NULL DEFAULT 0,
          deleted INTEGER NOT NULL DEFAULT 0,
          skipped INTEGER NOT NULL DEFAULT 0,
          restored INTEGER NOT NULL DEFAULT 0,
          message TEXT
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX plans_by_project ON plans (project, received_at, id);
        CREATE INDEX plans_unfinished ON plans (state, id) WHERE state IN ('receiving', 'applying', 'undoing');
        CREATE INDEX plans_by_time ON plans (received_at, id);

        CREATE TABLE plan_items (
          -- The items of a plan, some a row, from position first on. items and skipped: JSON.
          plan TEXT NOT NULL REFERENCES plans (id) ON DELETE CASCADE,
          first INTEGER NOT NULL,
          item_count INTEGER NOT NULL,
          items BLOB NOT NULL,
          skipped BLOB,
          PRIMARY KEY (plan, first)
        ) STRICT, WITHOUT ROWID;
        """
}
