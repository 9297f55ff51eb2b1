extension CatalogSchema {
    static let firstLeases = """
        CREATE TABLE leases (
          -- last_token: the highest fencing token given. run: the run of the server in which the row was written last; in another
          -- run everybody's time is counted anew. is_idle: nobody holds the lease or waits for it.
          id INTEGER PRIMARY KEY,
          namespace TEXT NOT NULL,
          name TEXT NOT NULL,
          last_token INTEGER NOT NULL,
          run INTEGER NOT NULL,
          is_idle INTEGER NOT NULL CHECK (is_idle IN (0, 1)),
          touched_at INTEGER NOT NULL,
          UNIQUE (namespace, name)
        ) STRICT;
        CREATE INDEX leases_in_use ON leases (namespace, name) WHERE is_idle = 0;
        CREATE INDEX leases_by_touch ON leases (touched_at);

        CREATE TABLE lease_holders (
          -- Times to live are milliseconds.
          lease_id INTEGER NOT NULL REFERENCES leases (id) ON DELETE CASCADE,
          token INTEGER NOT NULL,
          holder TEXT NOT NULL,
          mode TEXT NOT NULL CHECK (mode IN ('exclusive', 'shared')),
          time_to_live INTEGER NOT NULL,
          expires_at INTEGER NOT NULL,
          PRIMARY KEY (lease_id, token)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE lease_waiters (
          -- The lowest position waits longest. patience: how long the place is kept, in milliseconds.
          lease_id INTEGER NOT NULL REFERENCES leases (id) ON DELETE CASCADE,
          position INTEGER NOT NULL,
          waiter TEXT NOT NULL,
          mode TEXT NOT NULL CHECK (mode IN ('exclusive', 'shared')),
          time_to_live INTEGER NOT NULL,
          patience INTEGER NOT NULL,
          expires_at INTEGER NOT NULL,
          PRIMARY KEY (lease_id, position)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE lease_floor (
          -- One row: tokens of names that were forgotten end here, and those of new names begin above.
          token INTEGER NOT NULL
        ) STRICT;
        INSERT INTO lease_floor (token) VALUES (0);
        """
}
