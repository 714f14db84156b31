-- What staff have set of the flags that the code defines; one without a row has its default.

CREATE TABLE feature_flags (
  name TEXT PRIMARY KEY,
  enabled INTEGER NOT NULL CHECK (enabled IN (0, 1)),
  percentage REAL NOT NULL DEFAULT 100 CHECK (percentage BETWEEN 0 AND 100),
  message TEXT,
  retry_after INTEGER CHECK (retry_after > 0),
  reason TEXT NOT NULL DEFAULT '',
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  version INTEGER NOT NULL DEFAULT 1
) WITHOUT ROWID;
