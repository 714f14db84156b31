-- The audit log, numbered without gaps, signed row by row and chained (docs/architecture/audit.md). Its primary key becomes the number,
-- which SQLite cannot change in place. AUTOINCREMENT, because a number must never be given twice; it is undone with a batch that fails.

ALTER TABLE audit_log RENAME TO audit_log_before;
DROP INDEX audit_log_entity;
DROP INDEX audit_log_at;
DROP INDEX audit_log_actor;

CREATE TABLE audit_log (
  seq INTEGER PRIMARY KEY AUTOINCREMENT CHECK (seq > 0),
  id TEXT NOT NULL UNIQUE,
  at TEXT NOT NULL,
  actor_kind TEXT NOT NULL,
  actor_id TEXT,
  credential_kind TEXT,
  credential_id TEXT,
  request_id TEXT NOT NULL,
  action TEXT NOT NULL,
  entity TEXT NOT NULL,
  entity_id TEXT NOT NULL,
  before TEXT CHECK (before IS NULL OR json_valid(before)),
  after TEXT CHECK (after IS NULL OR json_valid(after)),
  -- Said of rows that are written by a release that knows nothing of signatures: the first sealing signs them as they are.
  salt TEXT DEFAULT 'legacy',
  before_digest TEXT,
  after_digest TEXT,
  row_hash TEXT,
  chain_hash TEXT,
  erased_at TEXT,
  erasure_mark TEXT
);

INSERT INTO audit_log (id, at, actor_kind, actor_id, request_id, action, entity, entity_id, before, after)
  SELECT id, at, actor_kind, actor_id, request_id, action, entity, entity_id, before, after
  FROM audit_log_before ORDER BY at, id;
DROP TABLE audit_log_before;

CREATE INDEX audit_log_entity ON audit_log (entity, entity_id);
CREATE INDEX audit_log_actor ON audit_log (actor_id);
CREATE INDEX audit_log_request ON audit_log (request_id);
CREATE INDEX audit_log_action ON audit_log (action);
CREATE INDEX audit_log_at ON audit_log (at);

-- How far the nightly verification is, and what it found. 90 days are kept.
CREATE TABLE audit_checks (
  id TEXT PRIMARY KEY,
  started_at TEXT NOT NULL,
  next_seq INTEGER NOT NULL,
  rows INTEGER NOT NULL DEFAULT 0,
  breaches INTEGER NOT NULL DEFAULT 0,
  finished_at TEXT
);
CREATE INDEX audit_checks_started ON audit_checks (started_at);
