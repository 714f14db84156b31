-- Jobs have a schedule now: what time of it was worked off last, how the runs went, whether a rest is left.

ALTER TABLE jobs ADD COLUMN last_slot TEXT;
ALTER TABLE jobs ADD COLUMN last_scheduled_for TEXT;
ALTER TABLE jobs ADD COLUMN last_succeeded_at TEXT;
ALTER TABLE jobs ADD COLUMN unfinished INTEGER NOT NULL DEFAULT 0 CHECK (unfinished IN (0, 1));
ALTER TABLE jobs ADD COLUMN runs INTEGER NOT NULL DEFAULT 0;
ALTER TABLE jobs ADD COLUMN failures INTEGER NOT NULL DEFAULT 0;
ALTER TABLE jobs ADD COLUMN failing_since TEXT;

-- What the check of the invariants found, and how far it has come: `changed_*` through the orders that were changed, `all_after` through all.
CREATE TABLE invariant_checks (
  id TEXT PRIMARY KEY,
  started_at TEXT NOT NULL,
  finished_at TEXT NOT NULL,
  orders INTEGER NOT NULL,
  breaches INTEGER NOT NULL,
  findings TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(findings)),
  changed_at TEXT NOT NULL,
  changed_id TEXT NOT NULL,
  all_after TEXT NOT NULL
);
CREATE INDEX invariant_checks_started ON invariant_checks (started_at, id);
CREATE INDEX orders_updated ON orders (updated_at, id);

-- Old news from Stripe is deleted by when it came.
CREATE INDEX stripe_events_received ON stripe_events (received_at);
