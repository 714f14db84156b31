-- Large work that runs in the background, a step at a time: imports and exports of the catalog.

CREATE TABLE background_jobs (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('queued', 'running', 'succeeded', 'failed', 'cancelled')),
  input TEXT NOT NULL CHECK (json_valid(input)),
  -- How the work is taken apart; only the steps read it.
  plan TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(plan)),
  -- Where the next step starts.
  position TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(position)),
  result TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(result)),
  error_code TEXT,
  error_message TEXT,
  total INTEGER CHECK (total >= 0),
  done INTEGER NOT NULL DEFAULT 0 CHECK (done >= 0),
  failed INTEGER NOT NULL DEFAULT 0 CHECK (failed >= 0),
  -- Starts since the last step that was completed.
  attempts INTEGER NOT NULL DEFAULT 0,
  lease_until TEXT,
  created_by_kind TEXT NOT NULL,
  created_by TEXT,
  created_at TEXT NOT NULL,
  started_at TEXT,
  finished_at TEXT,
  updated_at TEXT NOT NULL,
  version INTEGER NOT NULL DEFAULT 1,
  CONSTRAINT background_jobs_finished CHECK ((status IN ('queued', 'running')) = (finished_at IS NULL)),
  CONSTRAINT background_jobs_failure CHECK ((status = 'failed') = (error_code IS NOT NULL))
);
CREATE INDEX background_jobs_created ON background_jobs (created_at, id);
CREATE INDEX background_jobs_active ON background_jobs (updated_at) WHERE finished_at IS NULL;
CREATE INDEX background_jobs_finished_at ON background_jobs (finished_at) WHERE finished_at IS NOT NULL;

CREATE TABLE background_job_errors (
  job_id TEXT NOT NULL REFERENCES background_jobs (id),
  seq INTEGER NOT NULL,
  line INTEGER NOT NULL,
  code TEXT NOT NULL,
  message TEXT NOT NULL,
  PRIMARY KEY (job_id, seq)
) WITHOUT ROWID;
