-- Stock: levels hold the invariant (never more reserved than on hand, unless back-orders are allowed),
-- reservations say who holds what, movements are the ledger of every change of on_hand.

CREATE TABLE locations (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  priority INTEGER NOT NULL DEFAULT 0,
  created_at TEXT NOT NULL
);
INSERT INTO locations (id, name, priority, created_at)
VALUES ('01900000-0000-7000-8000-000000000001', 'Main warehouse', 0, '2026-01-01T00:00:00.000Z');

CREATE TABLE stock_levels (
  variant_id TEXT NOT NULL REFERENCES product_variants (id),
  location_id TEXT NOT NULL REFERENCES locations (id),
  on_hand INTEGER NOT NULL DEFAULT 0,
  reserved INTEGER NOT NULL DEFAULT 0,
  backorder INTEGER NOT NULL DEFAULT 0 CHECK (backorder IN (0, 1)),
  version INTEGER NOT NULL DEFAULT 1,
  updated_at TEXT NOT NULL,
  PRIMARY KEY (variant_id, location_id),
  CONSTRAINT stock_levels_reserved_not_negative CHECK (reserved >= 0),
  CONSTRAINT stock_levels_not_oversold CHECK (backorder = 1 OR (on_hand >= 0 AND reserved <= on_hand))
);

CREATE INDEX stock_levels_updated ON stock_levels (updated_at);

CREATE TABLE stock_reservations (
  id TEXT PRIMARY KEY,
  order_id TEXT NOT NULL,
  order_line_id TEXT NOT NULL,
  variant_id TEXT NOT NULL,
  location_id TEXT NOT NULL,
  quantity INTEGER NOT NULL CHECK (quantity > 0),
  state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'committed', 'released')),
  created_at TEXT NOT NULL,
  closed_at TEXT,
  FOREIGN KEY (variant_id, location_id) REFERENCES stock_levels (variant_id, location_id),
  CHECK ((state = 'open') = (closed_at IS NULL))
);
CREATE INDEX stock_reservations_order ON stock_reservations (order_id, state);
CREATE INDEX stock_reservations_open ON stock_reservations (variant_id, location_id) WHERE state = 'open';

CREATE TABLE stock_movements (
  id TEXT PRIMARY KEY,
  variant_id TEXT NOT NULL,
  location_id TEXT NOT NULL,
  delta INTEGER NOT NULL CHECK (delta <> 0),
  kind TEXT NOT NULL CHECK (kind IN ('import', 'adjustment', 'sale')),
  reason TEXT,
  order_id TEXT,
  actor_kind TEXT NOT NULL,
  actor_id TEXT,
  created_at TEXT NOT NULL,
  FOREIGN KEY (variant_id, location_id) REFERENCES stock_levels (variant_id, location_id)
);
CREATE INDEX stock_movements_variant ON stock_movements (variant_id, created_at);
