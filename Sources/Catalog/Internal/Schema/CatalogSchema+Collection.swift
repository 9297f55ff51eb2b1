extension CatalogSchema {
    /// What cleanup and the collector need of the tables that were there before.
    static let collectionColumns = """
        -- blobs.is_deleting: nothing needs it, and the collector is about to remove it; no repository holds such a blob.
        ALTER TABLE blobs ADD COLUMN is_deleting INTEGER NOT NULL DEFAULT 0 CHECK (is_deleting IN (0, 1));
        CREATE INDEX blobs_deleting ON blobs (id) WHERE is_deleting = 1;

        -- manifests.untagged_at: since when no tag points at it. last_used_at: a mark of use, which is no change. trashed_from: the
        -- repository that it was deleted from and can be restored to; its repository_id is null meanwhile.
        ALTER TABLE manifests ADD COLUMN untagged_at INTEGER;
        -- Nobody knows since when; from now on errs to the side of keeping.
        UPDATE manifests SET untagged_at = max(created_at, unixepoch() * 1000) WHERE id NOT IN (SELECT manifest_id FROM tags);
        ALTER TABLE manifests ADD COLUMN last_used_at INTEGER;
        ALTER TABLE manifests ADD COLUMN trashed_from INTEGER REFERENCES repositories (id);
        DROP INDEX manifests_loose;
        CREATE INDEX manifests_loose ON manifests (id) WHERE repository_id IS NULL AND trashed_from IS NULL;
        CREATE INDEX manifests_trashed ON manifests (trashed_from, digest) WHERE trashed_from IS NOT NULL;

        -- imports: where files were imported from, with spaces between.
        ALTER TABLE stages ADD COLUMN imports TEXT NOT NULL DEFAULT '';
        ALTER TABLE images ADD COLUMN imports TEXT NOT NULL DEFAULT '';
        """

    static let reviews = """
        CREATE TABLE blob_reviews (
          -- Blobs that may have lost their last reference, to be looked at when they are due. attempts: that failed.
          blob_id INTEGER PRIMARY KEY REFERENCES blobs (id) ON DELETE CASCADE,
          due_at INTEGER NOT NULL,
          attempts INTEGER NOT NULL DEFAULT 0
        ) STRICT;
        CREATE INDEX blob_reviews_by_time ON blob_reviews (due_at, blob_id);
        -- Whatever lost its references before there were reviews.
        INSERT INTO blob_reviews (blob_id, due_at) SELECT id, created_at FROM blobs;

        CREATE TABLE manifest_reviews (
          -- Manifests that go unless something needs them: a tag, the trash, an index, a subject.
          manifest_id INTEGER PRIMARY KEY REFERENCES manifests (id) ON DELETE CASCADE,
          due_at INTEGER NOT NULL,
          attempts INTEGER NOT NULL DEFAULT 0
        ) STRICT;
        CREATE INDEX manifest_reviews_by_time ON manifest_reviews (due_at, manifest_id);
        """
}
