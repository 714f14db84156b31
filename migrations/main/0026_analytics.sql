-- Roll-ups of sales by day of the shop's time zone. Each figure of a day is recounted as a whole from the rows that it is of, so counting
-- twice changes nothing. They hold no person.

-- For which time zone days were counted, and how far. `next_day` is where a first count goes on; NULL once every day was counted.
CREATE TABLE analytics_rollups (
  id INTEGER PRIMARY KEY,
  zone TEXT NOT NULL UNIQUE,
  next_day TEXT,
  -- What was written here before that time is counted.
  looked_until TEXT NOT NULL,
  created_at TEXT NOT NULL
);

-- Amounts in minor units. What each figure counts, and on which day, stands in docs/architecture/analytics.md.
CREATE TABLE daily_sales (
  rollup_id INTEGER NOT NULL REFERENCES analytics_rollups (id),
  day TEXT NOT NULL,
  currency TEXT NOT NULL,
  orders INTEGER NOT NULL DEFAULT 0,
  units INTEGER NOT NULL DEFAULT 0,
  gross INTEGER NOT NULL DEFAULT 0,
  discounts INTEGER NOT NULL DEFAULT 0,
  shipping INTEGER NOT NULL DEFAULT 0,
  tax INTEGER NOT NULL DEFAULT 0,
  tax_included INTEGER NOT NULL DEFAULT 0,
  total INTEGER NOT NULL DEFAULT 0,
  exchanged INTEGER NOT NULL DEFAULT 0,
  new_orders INTEGER NOT NULL DEFAULT 0,
  new_total INTEGER NOT NULL DEFAULT 0,
  returning_orders INTEGER NOT NULL DEFAULT 0,
  returning_total INTEGER NOT NULL DEFAULT 0,
  placed INTEGER NOT NULL DEFAULT 0,
  placed_from_carts INTEGER NOT NULL DEFAULT 0,
  paid_from_carts INTEGER NOT NULL DEFAULT 0,
  cancelled INTEGER NOT NULL DEFAULT 0,
  cancelled_unpaid INTEGER NOT NULL DEFAULT 0,
  expired INTEGER NOT NULL DEFAULT 0,
  differences INTEGER NOT NULL DEFAULT 0,
  released INTEGER NOT NULL DEFAULT 0,
  refunds INTEGER NOT NULL DEFAULT 0,
  refund_count INTEGER NOT NULL DEFAULT 0,
  disputed INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (rollup_id, day, currency)
) WITHOUT ROWID;

CREATE TABLE daily_refunds (
  rollup_id INTEGER NOT NULL REFERENCES analytics_rollups (id),
  day TEXT NOT NULL,
  currency TEXT NOT NULL,
  source TEXT NOT NULL,
  refunds INTEGER NOT NULL,
  refund_count INTEGER NOT NULL,
  PRIMARY KEY (rollup_id, day, currency, source)
) WITHOUT ROWID;

CREATE TABLE daily_product_sales (
  rollup_id INTEGER NOT NULL REFERENCES analytics_rollups (id),
  day TEXT NOT NULL,
  currency TEXT NOT NULL,
  variant_id TEXT NOT NULL,
  product_id TEXT NOT NULL,
  units INTEGER NOT NULL,
  gross INTEGER NOT NULL,
  revenue INTEGER NOT NULL,
  refunded_units INTEGER NOT NULL,
  refunded INTEGER NOT NULL,
  PRIMARY KEY (rollup_id, day, currency, variant_id)
) WITHOUT ROWID;

CREATE TABLE daily_carts (
  rollup_id INTEGER NOT NULL REFERENCES analytics_rollups (id),
  day TEXT NOT NULL,
  carts INTEGER NOT NULL,
  PRIMARY KEY (rollup_id, day)
) WITHOUT ROWID;

-- Whether a paid order was the first of whoever placed it, found out when it was counted first; NULL: the person was erased by then.
CREATE TABLE order_customers (
  order_id TEXT PRIMARY KEY,
  is_new INTEGER CHECK (is_new IN (0, 1))
) WITHOUT ROWID;

-- Fillings of carts that were begun, each once, for 90 days; and how many there were in each quarter of an hour, of which the days
-- of every time zone are made.
CREATE TABLE cart_starts (
  cart_id TEXT NOT NULL,
  generation INTEGER NOT NULL,
  started_at TEXT NOT NULL,
  PRIMARY KEY (cart_id, generation)
) WITHOUT ROWID;
CREATE INDEX cart_starts_started ON cart_starts (started_at);
CREATE TABLE cart_start_counts (
  slot TEXT PRIMARY KEY,
  carts INTEGER NOT NULL,
  updated_at TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX cart_start_counts_updated ON cart_start_counts (updated_at);

-- Figures for monitoring that cost too much to be counted whenever they are looked at.
CREATE TABLE analytics_gauges (
  name TEXT PRIMARY KEY,
  value INTEGER NOT NULL,
  counted_at TEXT NOT NULL
) WITHOUT ROWID;

-- What happened in a day, and what was written down since a time.
CREATE INDEX order_transitions_counted ON order_transitions (at)
  WHERE action IN ('place', 'settle', 'settle_late', 'expire', 'cancel', 'edited', 'units_cancelled');
CREATE INDEX payment_transactions_counted ON payment_transactions (created_at)
  WHERE kind IN ('captured', 'voided', 'refunded', 'refund_failed', 'disputed', 'dispute_reinstated');
