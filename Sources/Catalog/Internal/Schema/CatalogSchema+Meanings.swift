extension CatalogSchema {
    /// What tags mean. A row follows its tag in the same transaction; each tag has exactly one, in `stages`, `images` or
    /// `service_tags`.
    static let firstMeanings = """
        CREATE TABLE stages (
          -- Tags of stages: SIGNATURE-UNIQUEID, or SIGNATURE where unique_id is 0. digest: what the tag points at. commits: with
          -- spaces between. is_rejected: SIGNATURE-UNIQUEID-rejected is there. hits, last_used_at: marks of use, which are no changes.
          repository_id INTEGER NOT NULL REFERENCES repositories (id),
          signature TEXT NOT NULL,
          unique_id INTEGER NOT NULL,
          digest TEXT NOT NULL,
          size INTEGER NOT NULL,
          published_at INTEGER NOT NULL,
          stage_name TEXT,
          image_name TEXT,
          parent TEXT,
          git_reference TEXT,
          commits TEXT NOT NULL,
          build_milliseconds INTEGER,
          is_rejected INTEGER NOT NULL CHECK (is_rejected IN (0, 1)),
          hits INTEGER NOT NULL DEFAULT 0,
          last_used_at INTEGER,
          PRIMARY KEY (repository_id, signature, unique_id)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX stages_by_time ON stages (repository_id, published_at, signature, unique_id);
        CREATE INDEX stages_by_name ON stages (repository_id, stage_name, signature, unique_id) WHERE stage_name IS NOT NULL;
        CREATE INDEX stages_by_name_and_time ON stages (repository_id, stage_name, published_at, signature, unique_id)
          WHERE stage_name IS NOT NULL;

        CREATE TABLE stage_signatures (
          -- generation: of the last change under the signature. Stays when its last stage is gone.
          repository_id INTEGER NOT NULL REFERENCES repositories (id),
          signature TEXT NOT NULL,
          generation INTEGER NOT NULL,
          PRIMARY KEY (repository_id, signature)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE images (
          -- Tags that are neither stages nor records of werf's. is_recorded: strategy, image_name and git_reference were asked for by
          -- whoever published the image, and stay with the tag; otherwise they were read from its labels.
          repository_id INTEGER NOT NULL REFERENCES repositories (id),
          tag TEXT NOT NULL,
          size INTEGER NOT NULL,
          image_name TEXT,
          strategy TEXT,
          git_reference TEXT,
          commits TEXT NOT NULL,
          signature TEXT,
          is_recorded INTEGER NOT NULL CHECK (is_recorded IN (0, 1)),
          PRIMARY KEY (repository_id, tag)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE service_tags (
          -- Tags under which werf keeps records. name, commit_id, signature, unique_id: what the tag says, as its kind has it.
          -- labels: JSON, of the config.
          repository_id INTEGER NOT NULL REFERENCES repositories (id),
          tag TEXT NOT NULL,
          kind TEXT NOT NULL,
          name TEXT,
          commit_id TEXT,
          signature TEXT,
          unique_id INTEGER,
          labels TEXT,
          PRIMARY KEY (repository_id, tag)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX service_tags_of_clients ON service_tags (name, repository_id) WHERE kind = 'client-id';

        CREATE TABLE hit_statistics (
          -- How the stages of a repository were used in an hour, which is the unix time of its start in milliseconds.
          hour INTEGER NOT NULL,
          repository TEXT NOT NULL,
          hits INTEGER NOT NULL,
          misses INTEGER NOT NULL,
          bytes_served INTEGER NOT NULL,
          build_milliseconds_saved INTEGER NOT NULL,
          PRIMARY KEY (hour DESC, repository)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX hit_statistics_by_repository ON hit_statistics (repository, hour DESC);
        """
}
