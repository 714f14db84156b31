-- Payments. payment_transactions is the append-only ledger; captured and refunded are its sums, kept under CHECKs.

CREATE TABLE payments (
  id TEXT PRIMARY KEY,
  order_id TEXT NOT NULL REFERENCES orders (id),
  provider TEXT NOT NULL CHECK (provider IN ('stripe')),
  intent_id TEXT UNIQUE,
  client_secret TEXT,
  charge_id TEXT,
  status TEXT NOT NULL CHECK (status IN ('pending', 'requires_payment_method', 'requires_confirmation', 'requires_action',
                                         'processing', 'requires_capture', 'succeeded', 'canceled')),
  amount INTEGER NOT NULL CHECK (amount > 0),
  currency TEXT NOT NULL CHECK (length(currency) = 3),
  captured INTEGER NOT NULL DEFAULT 0,
  refunded INTEGER NOT NULL DEFAULT 0,
  create_attempt INTEGER NOT NULL DEFAULT 1,
  next_action TEXT CHECK (next_action IS NULL OR json_valid(next_action)),
  last_error TEXT CHECK (last_error IS NULL OR json_valid(last_error)),
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  version INTEGER NOT NULL DEFAULT 1,
  CONSTRAINT payments_captured_within_amount CHECK (captured BETWEEN 0 AND amount),
  CONSTRAINT payments_refunded_within_captured CHECK (refunded BETWEEN 0 AND captured)
);
CREATE INDEX payments_order ON payments (order_id);

CREATE TABLE payment_transactions (
  id TEXT PRIMARY KEY,
  payment_id TEXT NOT NULL REFERENCES payments (id),
  kind TEXT NOT NULL CHECK (kind IN ('authorized', 'captured', 'refunded', 'failed', 'voided')),
  amount INTEGER NOT NULL CHECK (amount >= 0),
  currency TEXT NOT NULL CHECK (length(currency) = 3),
  provider_ref TEXT NOT NULL,
  detail TEXT,
  occurred_at TEXT NOT NULL,
  created_at TEXT NOT NULL,
  UNIQUE (payment_id, kind, provider_ref)
);

CREATE TABLE stripe_events (
  id TEXT PRIMARY KEY,
  type TEXT NOT NULL,
  object_id TEXT,
  payload TEXT NOT NULL CHECK (json_valid(payload)),
  created_at TEXT NOT NULL,
  received_at TEXT NOT NULL,
  processed_at TEXT
);
CREATE INDEX stripe_events_object ON stripe_events (object_id);
