extension CatalogSchema {
    static let plans = """
        CREATE TABLE catalog_state (
          -- One row. id: what tells this catalog from others, for plans that were made with it. is_open: marks of use may be in the
          -- memory of a process. uses_lost_at: some were lost; what was used until then may look unused.
          id TEXT NOT NULL,
          is_open INTEGER NOT NULL CHECK (is_open IN (0, 1)),
          uses_lost_at INTEGER
        ) STRICT;
        -- Before, uses of manifests were not marked at all.
        INSERT INTO catalog_state (id, is_open) VALUES (lower(hex(randomblob(16))), EXISTS (SELECT 1 FROM repositories));

        CREATE TABLE plans (
          -- Cleanups that were asked for, and what became of them. received: items that are here. done: items that applying has
          -- looked at; undone: items that taking back has. The row is small, since it is written with each batch.
          id TEXT PRIMARY KEY,
          project TEXT NOT NULL,
          state TEXT NOT NULL CHECK (state IN ('receiving', 'ready', 'applying', 'applied', 'undoing', 'undone', 'failed')),
          received_at INTEGER NOT NULL,
          finished_at INTEGER,
          item_count INTEGER NOT NULL,
          received INTEGER NOT NULL DEFAULT 0,
          done INTEGER NOT NULL DEFAULT 0,
          deleted INTEGER NOT NULL DEFAULT 0,
          skipped INTEGER NOT NULL DEFAULT 0,
          undone INTEGER NOT NULL DEFAULT 0,
          restored INTEGER NOT NULL DEFAULT 0,
          message TEXT
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX plans_by_project ON plans (project, received_at, id);
        CREATE INDEX plans_by_time ON plans (received_at, id);
        CREATE INDEX plans_in_work ON plans (received_at, id) WHERE state IN ('applying', 'undoing');
        CREATE INDEX plans_being_received ON plans (received_at, id) WHERE state = 'receiving';

        CREATE TABLE plan_orders (
          -- What a plan is, apart from its items. document: JSON.
          plan TEXT PRIMARY KEY REFERENCES plans (id) ON DELETE CASCADE,
          document TEXT NOT NULL
        ) STRICT;

        CREATE TABLE plan_items (
          -- The items of a plan, some a row, from position first on. image_count: those that are tags of images. items: a line each,
          -- with tabs between: kind, repository, tag, digest, generation, positions it needs, rule, reason.
          plan TEXT NOT NULL REFERENCES plans (id) ON DELETE CASCADE,
          first INTEGER NOT NULL,
          item_count INTEGER NOT NULL,
          image_count INTEGER NOT NULL,
          items TEXT NOT NULL,
          PRIMARY KEY (plan, first)
        ) STRICT;

        CREATE TABLE plan_skips (
          -- Items that were not deleted, or not restored. detail: for people.
          plan TEXT NOT NULL REFERENCES plans (id) ON DELETE CASCADE,
          position INTEGER NOT NULL,
          cause TEXT NOT NULL CHECK (cause IN ('gone', 'changed', 'used', 'published', 'needed', 'taken', 'expired')),
          detail TEXT NOT NULL,
          PRIMARY KEY (plan, position)
        ) STRICT, WITHOUT ROWID;
        """
}
