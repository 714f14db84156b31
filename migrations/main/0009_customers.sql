-- The shopper's side of a user: profile and address book. At most one default of each kind, by index.

CREATE TABLE customers (
  id TEXT PRIMARY KEY REFERENCES users (id),
  phone TEXT,
  accepts_marketing INTEGER NOT NULL DEFAULT 0 CHECK (accepts_marketing IN (0, 1)),
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  version INTEGER NOT NULL DEFAULT 1
);
CREATE INDEX customers_created ON customers (created_at, id);

CREATE TABLE addresses (
  id TEXT PRIMARY KEY,
  customer_id TEXT NOT NULL REFERENCES customers (id),
  first_name TEXT NOT NULL,
  last_name TEXT NOT NULL,
  company TEXT,
  line1 TEXT NOT NULL,
  line2 TEXT,
  city TEXT NOT NULL,
  region TEXT,
  postal_code TEXT,
  country TEXT NOT NULL CHECK (length(country) = 2),
  phone TEXT,
  is_default_shipping INTEGER NOT NULL DEFAULT 0 CHECK (is_default_shipping IN (0, 1)),
  is_default_billing INTEGER NOT NULL DEFAULT 0 CHECK (is_default_billing IN (0, 1)),
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  version INTEGER NOT NULL DEFAULT 1
);
CREATE INDEX addresses_customer ON addresses (customer_id, created_at, id);
CREATE UNIQUE INDEX addresses_one_default_shipping ON addresses (customer_id) WHERE is_default_shipping = 1;
CREATE UNIQUE INDEX addresses_one_default_billing ON addresses (customer_id) WHERE is_default_billing = 1;

-- Erasure: an order keeps what delivering it needs until it is closed, its figures for ever.
ALTER TABLE orders ADD COLUMN erase_requested_at TEXT;
ALTER TABLE orders ADD COLUMN erased_at TEXT;
CREATE INDEX orders_to_erase ON orders (erase_requested_at) WHERE erase_requested_at IS NOT NULL AND erased_at IS NULL;
-- Asked for each erased customer, each minute: none of whose orders is in it, but one that was being placed meanwhile.
CREATE INDEX orders_not_to_erase ON orders (customer_id) WHERE erase_requested_at IS NULL AND customer_id IS NOT NULL;
-- The export asks who did what.
CREATE INDEX audit_log_actor ON audit_log (actor_id, at);
ALTER TABLE notifications ADD COLUMN user_id TEXT;
CREATE INDEX notifications_user ON notifications (user_id);
