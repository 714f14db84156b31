-- Dumps of this database to the bucket (docs/architecture/backups.md). None of these rows is in a dump: what dumps there are tells the bucket.

CREATE TABLE backups (
  id TEXT PRIMARY KEY,
  reason TEXT NOT NULL CHECK (reason IN ('nightly', 'manual')),
  status TEXT NOT NULL CHECK (status IN ('queued', 'copying', 'closing', 'verifying', 'succeeded', 'failed')),
  -- 1 while there is something to do: there is one at a time.
  at_work INTEGER UNIQUE CHECK (at_work = 1),
  -- How many times it was begun: a dump that cannot go on starts anew under another id.
  attempt INTEGER NOT NULL DEFAULT 1 CHECK (attempt > 0),
  -- Of the schema that it was begun with.
  schema_hash TEXT,
  -- Where the next step starts.
  position TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(position)),
  -- What the database was like at the moment that the dump shows, and what the verification has found.
  snapshot TEXT CHECK (json_valid(snapshot)),
  rows INTEGER NOT NULL DEFAULT 0,
  bytes INTEGER NOT NULL DEFAULT 0,
  error TEXT,
  created_at TEXT NOT NULL,
  snapshot_at TEXT,
  finished_at TEXT,
  updated_at TEXT NOT NULL,
  version INTEGER NOT NULL DEFAULT 1,
  CONSTRAINT backups_at_work CHECK ((status IN ('succeeded', 'failed')) = (at_work IS NULL)),
  CONSTRAINT backups_finished CHECK ((at_work IS NULL) = (finished_at IS NOT NULL)),
  CONSTRAINT backups_failure CHECK ((status = 'failed') = (error IS NOT NULL))
);
CREATE INDEX backups_created ON backups (created_at, id);

-- The objects of the dump at work; the manifest names those of a finished one.
CREATE TABLE backup_chunks (
  backup_id TEXT NOT NULL REFERENCES backups (id),
  table_name TEXT NOT NULL,
  -- 0: rows as they were read; from 1 on: what had changed since, the later the newer.
  round INTEGER NOT NULL,
  n INTEGER NOT NULL,
  object TEXT NOT NULL,
  rows INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  PRIMARY KEY (backup_id, table_name, round, n)
) WITHOUT ROWID;

-- The keys of rows that are changed while a dump reads the tables, noted by triggers that are there only meanwhile: exactly one row for each
-- that is changed, by which src/platform/commit.ts knows how many rows a statement has changed. Empty when no dump is made.
CREATE TABLE backup_changes (
  seq INTEGER PRIMARY KEY,
  tbl TEXT NOT NULL,
  k NOT NULL,
  -- The key before, when an update has changed it.
  was,
  -- How many rows more the table has since.
  d INTEGER NOT NULL
);
