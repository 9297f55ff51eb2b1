extension CatalogSchema {
    /// The comments stand inside the statements, so that `.schema` of `sqlite3` shows them.
    static let firstTables = """
        PRAGMA application_id = 0x53746f77; -- "Stow"

        CREATE TABLE repositories (
          -- generation: bumped by every change in the repository; rows carry the one of their last change.
          id INTEGER PRIMARY KEY,
          name TEXT NOT NULL UNIQUE,
          generation INTEGER NOT NULL DEFAULT 0,
          manifest_count INTEGER NOT NULL DEFAULT 0 CHECK (manifest_count >= 0), -- kept by triggers
          created_at INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX repositories_listed ON repositories (name) WHERE manifest_count > 0;

        CREATE TABLE blobs (
          -- Bytes that are published in blobs/. is_suspect: they were found damaged. proofs: how often they were verified.
          id INTEGER PRIMARY KEY,
          digest TEXT NOT NULL UNIQUE,
          size INTEGER NOT NULL CHECK (size >= 0),
          is_suspect INTEGER NOT NULL DEFAULT 0 CHECK (is_suspect IN (0, 1)),
          proofs INTEGER NOT NULL DEFAULT 1,
          created_at INTEGER NOT NULL
        ) STRICT;

        CREATE TABLE blob_links (
          -- Which repositories hold a blob.
          repository_id INTEGER NOT NULL REFERENCES repositories (id),
          blob_id INTEGER NOT NULL REFERENCES blobs (id),
          generation INTEGER NOT NULL,
          created_at INTEGER NOT NULL,
          PRIMARY KEY (repository_id, blob_id)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX blob_links_by_blob ON blob_links (blob_id);

        CREATE TABLE manifests (
          -- annotations: JSON, only where there is a subject, for lists of referrers.
          -- repository_id: null while a manifest with very many references is written or removed in steps.
          id INTEGER PRIMARY KEY,
          repository_id INTEGER REFERENCES repositories (id),
          digest TEXT NOT NULL,
          media_type TEXT NOT NULL,
          kind TEXT NOT NULL CHECK (kind IN ('image', 'index', 'artifact', 'other')),
          artifact_type TEXT,
          subject TEXT,
          annotations TEXT,
          size INTEGER NOT NULL CHECK (size >= 0),
          generation INTEGER NOT NULL,
          created_at INTEGER NOT NULL,
          UNIQUE (repository_id, digest)
        ) STRICT;
        CREATE INDEX manifests_loose ON manifests (id) WHERE repository_id IS NULL;
        CREATE INDEX manifests_by_subject ON manifests (repository_id, subject, digest) WHERE subject IS NOT NULL;
        CREATE INDEX manifests_by_subject_and_type ON manifests (repository_id, subject, artifact_type, digest) WHERE subject IS NOT NULL;

        CREATE TABLE manifest_contents (
          -- Apart from manifests, so that reading their rows doesn't read megabytes. bytes: exactly as received.
          manifest_id INTEGER PRIMARY KEY REFERENCES manifests (id) ON DELETE CASCADE,
          bytes BLOB NOT NULL
        ) STRICT;

        CREATE TABLE manifest_references (
          -- What a manifest names, present in the repository or not.
          manifest_id INTEGER NOT NULL REFERENCES manifests (id) ON DELETE CASCADE,
          role TEXT NOT NULL CHECK (role IN ('config', 'layer', 'blob', 'entry', 'subject')),
          position INTEGER NOT NULL,
          digest TEXT NOT NULL,
          PRIMARY KEY (manifest_id, role, position)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX manifest_references_by_digest ON manifest_references (digest);

        CREATE TABLE tags (
          repository_id INTEGER NOT NULL REFERENCES repositories (id),
          name TEXT NOT NULL,
          manifest_id INTEGER NOT NULL REFERENCES manifests (id),
          generation INTEGER NOT NULL,
          created_at INTEGER NOT NULL,
          updated_at INTEGER NOT NULL,
          PRIMARY KEY (repository_id, name)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX tags_by_manifest ON tags (manifest_id);

        CREATE TABLE tombstones (
          -- What was deleted and is not there again. key: a digest, or the name of a tag.
          repository_id INTEGER NOT NULL REFERENCES repositories (id),
          kind TEXT NOT NULL CHECK (kind IN ('blob', 'manifest', 'tag')),
          key TEXT NOT NULL,
          generation INTEGER NOT NULL,
          deleted_at INTEGER NOT NULL,
          PRIMARY KEY (repository_id, kind, key)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE uploads (
          -- Uploads that are open, one file each in uploads/. offset: bytes received when last touched; the file's size counts.
          id TEXT PRIMARY KEY,
          repository TEXT NOT NULL,
          algorithm TEXT NOT NULL,
          offset INTEGER NOT NULL CHECK (offset >= 0),
          started_at INTEGER NOT NULL,
          touched_at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX uploads_by_touch ON uploads (touched_at, id);
        """
}
