-- Tables of the kernel: the unit of work (outbox, idempotency, audit), background jobs and API keys.
-- Times are RFC 3339 UTC text with milliseconds everywhere, so text order is time order.

CREATE TABLE outbox (
  id TEXT PRIMARY KEY,
  type TEXT NOT NULL,
  payload TEXT NOT NULL CHECK (json_valid(payload)),
  occurred_at TEXT NOT NULL,
  resend_at TEXT,
  resends INTEGER NOT NULL DEFAULT 0,
  delivered_at TEXT
);
CREATE INDEX outbox_undelivered ON outbox (occurred_at) WHERE delivered_at IS NULL;

CREATE TABLE processed_events (
  subscriber TEXT NOT NULL,
  event_id TEXT NOT NULL,
  processed_at TEXT NOT NULL,
  PRIMARY KEY (subscriber, event_id)
) WITHOUT ROWID;

CREATE TABLE dead_letters (
  id TEXT PRIMARY KEY,
  event_id TEXT NOT NULL UNIQUE,
  type TEXT NOT NULL,
  message TEXT NOT NULL CHECK (json_valid(message)),
  attempts INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  replayed_at TEXT
);

CREATE TABLE idempotency_keys (
  scope TEXT NOT NULL,
  key TEXT NOT NULL,
  request_hash TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('in_progress', 'completed')),
  resource_id TEXT,
  response TEXT CHECK (response IS NULL OR json_valid(response)),
  locked_until TEXT NOT NULL,
  created_at TEXT NOT NULL,
  expires_at TEXT NOT NULL,
  PRIMARY KEY (scope, key),
  CHECK (state = 'in_progress' OR response IS NOT NULL)
) WITHOUT ROWID;
CREATE INDEX idempotency_keys_expiry ON idempotency_keys (expires_at);

CREATE TABLE audit_log (
  id TEXT PRIMARY KEY,
  at TEXT NOT NULL,
  actor_kind TEXT NOT NULL,
  actor_id TEXT,
  request_id TEXT NOT NULL,
  action TEXT NOT NULL,
  entity TEXT NOT NULL,
  entity_id TEXT NOT NULL,
  before TEXT CHECK (before IS NULL OR json_valid(before)),
  after TEXT CHECK (after IS NULL OR json_valid(after))
);
CREATE INDEX audit_log_entity ON audit_log (entity, entity_id, at);
CREATE INDEX audit_log_at ON audit_log (at);

CREATE TABLE jobs (
  name TEXT PRIMARY KEY,
  lease_until TEXT,
  last_started_at TEXT,
  last_finished_at TEXT,
  last_duration_ms INTEGER,
  last_result TEXT,
  last_error TEXT
) WITHOUT ROWID;

CREATE TABLE api_keys (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  prefix TEXT NOT NULL,
  secret_hash TEXT NOT NULL UNIQUE,
  scopes TEXT NOT NULL CHECK (json_valid(scopes)),
  created_at TEXT NOT NULL,
  expires_at TEXT,
  revoked_at TEXT,
  last_used_at TEXT
);
