-- Events get to each subscriber for itself: who failed is tried again alone, and what is given up is given up for one subscriber.

-- Which version of its type's schema an event was made by.
ALTER TABLE outbox ADD COLUMN version INTEGER NOT NULL DEFAULT 1;

-- What still has to get to a subscriber. The message is kept whole: it outlives the outbox's row.
CREATE TABLE event_retries (
  event_id TEXT NOT NULL,
  subscriber TEXT NOT NULL,
  message TEXT NOT NULL CHECK (json_valid(message)),
  attempts INTEGER NOT NULL,
  due_at TEXT NOT NULL,
  sent_at TEXT,
  last_error TEXT,
  replay_id TEXT,
  created_at TEXT NOT NULL,
  PRIMARY KEY (event_id, subscriber)
) WITHOUT ROWID;
CREATE INDEX event_retries_due ON event_retries (due_at);
CREATE INDEX event_retries_waiting ON event_retries (created_at) WHERE replay_id IS NULL;
CREATE INDEX event_retries_replay ON event_retries (replay_id) WHERE replay_id IS NOT NULL;

-- Rows from before are for every subscriber of their type: '*'. Their replays were never told apart from their ends.
ALTER TABLE dead_letters RENAME TO dead_letters_before;
CREATE TABLE dead_letters (
  id TEXT PRIMARY KEY,
  event_id TEXT NOT NULL,
  subscriber TEXT NOT NULL,
  type TEXT NOT NULL,
  message TEXT NOT NULL CHECK (json_valid(message)),
  error TEXT,
  attempts INTEGER NOT NULL,
  deaths INTEGER NOT NULL DEFAULT 1,
  status TEXT NOT NULL CHECK (status IN ('open', 'replayed', 'discarded')),
  first_failed_at TEXT NOT NULL,
  last_failed_at TEXT NOT NULL,
  closed_at TEXT,
  reason TEXT,
  UNIQUE (event_id, subscriber),
  CHECK ((status = 'open') = (closed_at IS NULL))
);
INSERT INTO dead_letters (id, event_id, subscriber, type, message, attempts, status, first_failed_at, last_failed_at, closed_at)
SELECT id, event_id, '*', type, message, attempts, iif(replayed_at IS NULL, 'open', 'replayed'), created_at, created_at, replayed_at
FROM dead_letters_before;
DROP TABLE dead_letters_before;
CREATE INDEX dead_letters_listed ON dead_letters (status, last_failed_at, id);

-- Events of the past that are handed to one subscriber.
CREATE TABLE event_replays (
  id TEXT PRIMARY KEY,
  subscriber TEXT NOT NULL,
  from_at TEXT NOT NULL,
  to_at TEXT NOT NULL,
  again INTEGER NOT NULL CHECK (again IN (0, 1)),
  status TEXT NOT NULL CHECK (status IN ('running', 'done')),
  total INTEGER NOT NULL,
  taken INTEGER NOT NULL DEFAULT 0,
  skipped INTEGER NOT NULL DEFAULT 0,
  position TEXT NOT NULL,
  created_at TEXT NOT NULL,
  finished_at TEXT,
  CHECK ((status = 'running') = (finished_at IS NULL))
);
CREATE INDEX event_replays_created ON event_replays (created_at, id);
CREATE INDEX event_replays_running ON event_replays (id) WHERE status = 'running';

-- The job goes by another name now.
DELETE FROM jobs WHERE name = 'ops.resend-outbox';
