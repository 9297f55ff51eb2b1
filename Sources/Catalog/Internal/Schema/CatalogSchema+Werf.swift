extension CatalogSchema {
    static let firstWerfTables = """
        CREATE TABLE werf_stage_lists (
          -- What clients of werf's synchronization protocol stored. stages: a line each, SIGNATURE UNIQUEID; empty where the
          -- client found none. used_at: to the day. size: what it counts against the limit, an estimate in bytes.
          client TEXT NOT NULL,
          project TEXT NOT NULL,
          signature TEXT NOT NULL,
          stages TEXT NOT NULL,
          used_at INTEGER NOT NULL,
          size INTEGER NOT NULL,
          PRIMARY KEY (client, project, signature)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX werf_stage_lists_by_use ON werf_stage_lists (used_at);

        INSERT INTO statistics (name, value) VALUES ('werf_stage_list_bytes', 0);
        CREATE TRIGGER werf_stage_lists_inserted AFTER INSERT ON werf_stage_lists BEGIN
          UPDATE statistics SET value = value + new.size WHERE name = 'werf_stage_list_bytes';
        END;
        CREATE TRIGGER werf_stage_lists_resized AFTER UPDATE OF size ON werf_stage_lists WHEN new.size <> old.size BEGIN
          UPDATE statistics SET value = value + new.size - old.size WHERE name = 'werf_stage_list_bytes';
        END;
        CREATE TRIGGER werf_stage_lists_deleted AFTER DELETE ON werf_stage_lists BEGIN
          UPDATE statistics SET value = value - old.size WHERE name = 'werf_stage_list_bytes';
        END;
        """
}
