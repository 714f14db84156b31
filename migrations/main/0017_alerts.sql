-- What a person of the shop should look at, once for each matter, written in the same batch as what it is about.

CREATE TABLE alerts (
  id TEXT PRIMARY KEY,
  code TEXT NOT NULL,
  entity TEXT NOT NULL,
  entity_id TEXT NOT NULL,
  details TEXT NOT NULL CHECK (json_valid(details)),
  created_at TEXT NOT NULL,
  UNIQUE (code, entity, entity_id)
);
CREATE INDEX alerts_created ON alerts (created_at, id);
