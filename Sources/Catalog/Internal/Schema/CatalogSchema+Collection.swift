extension CatalogSchema {
    /// What cleanup and the collector need of the tables that were there before.
    static let collectionColumns = """
        -- blobs.is_deleting: nothing needs it, and the collector is about to remove it; no repository holds such a blob.
        ALTER TABLE blobs ADD COLUMN is_deleting INTEGER NOT NULL DEFAULT 0 CHECK (is_deleting IN (0, 1));
        CREATE INDEX blobs_deleting ON blobs (id) WHERE is_deleting = 1;

        -- manifests.untagged_at: since when no tag points at it; null also where its last tag took it into the trash, which says
        -- since when. last_used_at: a mark of use, which is no change. trashed_from: the repository that it was deleted from and
        -- can be restored to; its repository_id is null meanwhile.
        ALTER TABLE manifests ADD COLUMN untagged_at INTEGER;
        -- Nobody knows since when; from now on errs to the side of keeping.
        UPDATE manifests SET untagged_at = max(created_at, unixepoch() * 1000) WHERE id NOT IN (SELECT manifest_id FROM tags);
        ALTER TABLE manifests ADD COLUMN last_used_at INTEGER;
        -- removed_from: the repository that it is being removed from in steps.
        ALTER TABLE manifests ADD COLUMN trashed_from INTEGER REFERENCES repositories (id);
        ALTER TABLE manifests ADD COLUMN removed_from INTEGER REFERENCES repositories (id);
        DROP INDEX manifests_loose;
        CREATE INDEX manifests_loose ON manifests (id) WHERE repository_id IS NULL AND trashed_from IS NULL;
        -- In the order in which they came, as what they name lies on the disk.
        CREATE INDEX manifests_in_order ON manifests (repository_id) WHERE repository_id IS NOT NULL;
        CREATE INDEX manifests_trashed ON manifests (trashed_from, digest) WHERE trashed_from IS NOT NULL;
        -- So that what else names a manifest, its referrers, isn't gone through when its indexes are looked for.
        CREATE INDEX manifest_entries_by_digest ON manifest_references (digest) WHERE role = 'entry';

        -- imports: where files were imported from, with spaces between.
        ALTER TABLE stages ADD COLUMN imports TEXT NOT NULL DEFAULT '';
        ALTER TABLE images ADD COLUMN imports TEXT NOT NULL DEFAULT '';
        """

    static let reviews = """
        CREATE TABLE blob_reviews (
          -- Blobs that may have lost their last reference, to be looked at when they are due. due_at: null until the collector has
          -- seen the row and added the grace. attempts: that failed.
          blob_id INTEGER PRIMARY KEY REFERENCES blobs (id) ON DELETE CASCADE,
          due_at INTEGER,
          attempts INTEGER NOT NULL DEFAULT 0
        ) STRICT;
        CREATE INDEX blob_reviews_by_time ON blob_reviews (due_at, blob_id);
        -- Whatever lost its references before there were reviews.
        INSERT INTO blob_reviews (blob_id) SELECT id FROM blobs;

        CREATE TABLE manifest_reviews (
          -- Manifests that go unless something needs them: a tag, the trash, an index, a subject. due_at: 0 for as soon as possible.
          -- lost_at: when it lost what needed it, if it has waited in the trash since; its blobs have then waited too.
          manifest_id INTEGER PRIMARY KEY REFERENCES manifests (id) ON DELETE CASCADE,
          due_at INTEGER NOT NULL,
          lost_at INTEGER,
          attempts INTEGER NOT NULL DEFAULT 0
        ) STRICT;
        CREATE INDEX manifest_reviews_by_time ON manifest_reviews (due_at, manifest_id);
        """

    /// Triggers, so that no code path can forget a review, and an operator with `sqlite3` neither. They know no time: it is the
    /// collector that dates what they queue.
    static let reviewTriggers = """
        CREATE TRIGGER blob_links_made AFTER INSERT ON blob_links BEGIN
          INSERT INTO blob_reviews (blob_id) VALUES (new.blob_id) ON CONFLICT DO UPDATE SET due_at = NULL, attempts = 0;
        END;
        -- Of a blob that is being deleted the review is under way.
        CREATE TRIGGER blob_links_dropped AFTER DELETE ON blob_links
          WHEN (SELECT is_deleting FROM blobs WHERE id = old.blob_id) = 0 BEGIN
          INSERT INTO blob_reviews (blob_id) VALUES (old.blob_id) ON CONFLICT DO UPDATE SET due_at = NULL, attempts = 0;
        END;
        CREATE TRIGGER manifest_references_dropped AFTER DELETE ON manifest_references BEGIN
          INSERT INTO blob_reviews (blob_id) SELECT id FROM blobs WHERE digest = old.digest AND is_deleting = 0
            ON CONFLICT DO UPDATE SET due_at = NULL, attempts = 0;
        END;

        -- Entries of an index that is removed in steps. Of one that goes at once the manifest is gone by then.
        CREATE TRIGGER manifest_entries_dropped AFTER DELETE ON manifest_references WHEN old.role = 'entry' BEGIN
          INSERT OR IGNORE INTO manifest_reviews (manifest_id, due_at)
            SELECT m.id, 0 FROM manifests i CROSS JOIN manifests m ON m.repository_id = i.removed_from AND m.digest = old.digest
            WHERE i.id = old.manifest_id;
        END;
        -- What a manifest names goes before it does, so this comes before. Of very many referrers the first ones; each leads to the
        -- next ones when it is looked at.
        CREATE TRIGGER manifests_dropped BEFORE DELETE ON manifests BEGIN
          INSERT OR IGNORE INTO manifest_reviews (manifest_id, due_at, lost_at)
            SELECT m.id, 0, (SELECT lost_at FROM manifest_reviews WHERE manifest_id = old.id) FROM manifest_references e
              CROSS JOIN manifests m
                ON m.repository_id = coalesce(old.repository_id, old.trashed_from, old.removed_from) AND m.digest = e.digest
            WHERE e.manifest_id = old.id AND e.role = 'entry';
          INSERT OR IGNORE INTO manifest_reviews (manifest_id, due_at, lost_at)
            SELECT id, 0, (SELECT lost_at FROM manifest_reviews WHERE manifest_id = old.id) FROM manifests
            WHERE repository_id = coalesce(old.repository_id, old.trashed_from, old.removed_from) AND subject = old.digest
            ORDER BY digest LIMIT 100;
        END;
        """
}
