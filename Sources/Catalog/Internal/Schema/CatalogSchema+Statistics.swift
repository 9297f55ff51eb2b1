extension CatalogSchema {
    /// Totals, kept by triggers so that no code path can forget them.
    static let firstStatistics = """
        CREATE TABLE statistics (
          name TEXT PRIMARY KEY,
          value INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        INSERT INTO statistics (name, value) VALUES
          ('repositories', 0), ('blobs', 0), ('blob_bytes', 0), ('manifests', 0), ('manifest_bytes', 0), ('tags', 0), ('open_uploads', 0);

        CREATE TRIGGER blobs_inserted AFTER INSERT ON blobs BEGIN
          UPDATE statistics SET value = value + 1 WHERE name = 'blobs';
          UPDATE statistics SET value = value + new.size WHERE name = 'blob_bytes';
        END;
        CREATE TRIGGER blobs_deleted AFTER DELETE ON blobs BEGIN
          UPDATE statistics SET value = value - 1 WHERE name = 'blobs';
          UPDATE statistics SET value = value - old.size WHERE name = 'blob_bytes';
        END;
        CREATE TRIGGER blobs_resized AFTER UPDATE OF size ON blobs WHEN new.size <> old.size BEGIN
          UPDATE statistics SET value = value + new.size - old.size WHERE name = 'blob_bytes';
        END;

        -- A manifest counts while it is in a repository.
        CREATE TRIGGER manifests_inserted AFTER INSERT ON manifests WHEN new.repository_id IS NOT NULL BEGIN
          UPDATE statistics SET value = value + 1 WHERE name = 'manifests';
          UPDATE statistics SET value = value + new.size WHERE name = 'manifest_bytes';
          UPDATE repositories SET manifest_count = manifest_count + 1 WHERE id = new.repository_id;
        END;
        CREATE TRIGGER manifests_attached AFTER UPDATE OF repository_id ON manifests
          WHEN old.repository_id IS NULL AND new.repository_id IS NOT NULL BEGIN
          UPDATE statistics SET value = value + 1 WHERE name = 'manifests';
          UPDATE statistics SET value = value + new.size WHERE name = 'manifest_bytes';
          UPDATE repositories SET manifest_count = manifest_count + 1 WHERE id = new.repository_id;
        END;
        CREATE TRIGGER manifests_deleted AFTER DELETE ON manifests WHEN old.repository_id IS NOT NULL BEGIN
          UPDATE statistics SET value = value - 1 WHERE name = 'manifests';
          UPDATE statistics SET value = value - old.size WHERE name = 'manifest_bytes';
          UPDATE repositories SET manifest_count = manifest_count - 1 WHERE id = old.repository_id;
        END;
        CREATE TRIGGER manifests_detached AFTER UPDATE OF repository_id ON manifests
          WHEN old.repository_id IS NOT NULL AND new.repository_id IS NULL BEGIN
          UPDATE statistics SET value = value - 1 WHERE name = 'manifests';
          UPDATE statistics SET value = value - old.size WHERE name = 'manifest_bytes';
          UPDATE repositories SET manifest_count = manifest_count - 1 WHERE id = old.repository_id;
        END;
        CREATE TRIGGER repositories_filled AFTER UPDATE OF manifest_count ON repositories WHEN old.manifest_count = 0 AND new.manifest_count > 0 BEGIN
          UPDATE statistics SET value = value + 1 WHERE name = 'repositories';
        END;
        CREATE TRIGGER repositories_emptied AFTER UPDATE OF manifest_count ON repositories WHEN old.manifest_count > 0 AND new.manifest_count = 0 BEGIN
          UPDATE statistics SET value = value - 1 WHERE name = 'repositories';
        END;

        CREATE TRIGGER tags_inserted AFTER INSERT ON tags BEGIN
          UPDATE statistics SET value = value + 1 WHERE name = 'tags';
        END;
        CREATE TRIGGER tags_deleted AFTER DELETE ON tags BEGIN
          UPDATE statistics SET value = value - 1 WHERE name = 'tags';
        END;

        CREATE TRIGGER uploads_inserted AFTER INSERT ON uploads BEGIN
          UPDATE statistics SET value = value + 1 WHERE name = 'open_uploads';
        END;
        CREATE TRIGGER uploads_deleted AFTER DELETE ON uploads BEGIN
          UPDATE statistics SET value = value - 1 WHERE name = 'open_uploads';
        END;
        """
}
