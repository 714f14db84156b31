/**
 * The account's tables. `seq` gives the order in which objects came to be, newest last.
 * In `deliveries`, `due_at` is when the next attempt may start (ms), null when none will be made.
 */
export const SCHEMA = `
  CREATE TABLE IF NOT EXISTS objects (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    created INTEGER NOT NULL,
    tag TEXT,
    payment_intent TEXT,
    charge TEXT,
    customer TEXT,
    body TEXT NOT NULL
  );
  CREATE INDEX IF NOT EXISTS objects_by_kind ON objects (kind, seq);
  CREATE INDEX IF NOT EXISTS objects_by_payment_intent ON objects (payment_intent, kind, seq)
    WHERE payment_intent IS NOT NULL;
  CREATE INDEX IF NOT EXISTS objects_by_charge ON objects (charge, kind, seq) WHERE charge IS NOT NULL;
  CREATE INDEX IF NOT EXISTS objects_by_customer ON objects (customer, kind, seq) WHERE customer IS NOT NULL;
  CREATE INDEX IF NOT EXISTS balance_transactions_by_source ON objects (json_extract(body, '$.source'), seq)
    WHERE kind = 'balance_transaction';

  CREATE TABLE IF NOT EXISTS answers (
    idempotency_key TEXT PRIMARY KEY,
    endpoint TEXT NOT NULL,
    params TEXT NOT NULL,
    request_id TEXT NOT NULL,
    status INTEGER NOT NULL,
    body TEXT NOT NULL
  );

  CREATE TABLE IF NOT EXISTS deliveries (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    event_id TEXT NOT NULL,
    payment_intent TEXT,
    is_reversed INTEGER NOT NULL,
    attempt INTEGER NOT NULL,
    due_at INTEGER
  );
  CREATE INDEX IF NOT EXISTS deliveries_by_event ON deliveries (event_id);
  CREATE INDEX IF NOT EXISTS deliveries_by_due_at ON deliveries (due_at) WHERE due_at IS NOT NULL;
`;
