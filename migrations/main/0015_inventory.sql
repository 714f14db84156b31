-- Inventory in the hands of staff: locations that can be closed, back-orders up to a limit, thresholds, a ledger of every kind
-- of movement, and the reports of the nightly check.

ALTER TABLE locations ADD COLUMN active INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1));
ALTER TABLE locations ADD COLUMN updated_at TEXT NOT NULL DEFAULT '2026-01-01T00:00:00.000Z';
ALTER TABLE locations ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
CREATE INDEX locations_closed ON locations (id) WHERE active = 0;

-- How many units may be promised beyond what is on hand, where back-orders are allowed; NULL: any number. The constraint has the
-- name of the one that forbids overselling, because that is what it means to whoever violates it.
ALTER TABLE stock_levels ADD COLUMN backorder_limit INTEGER
  CONSTRAINT stock_levels_backorder_limit_not_negative CHECK (backorder_limit >= 0)
  CONSTRAINT stock_levels_not_oversold CHECK (backorder = 0 OR backorder_limit IS NULL OR reserved - on_hand <= backorder_limit);

-- A variant is low below its threshold. A new one has no stock: it is low without ever having become so.
ALTER TABLE product_variants ADD COLUMN low_stock_threshold INTEGER NOT NULL DEFAULT 6
  CONSTRAINT product_variants_low_stock_threshold_not_negative CHECK (low_stock_threshold >= 0);
ALTER TABLE product_variants ADD COLUMN is_low INTEGER NOT NULL DEFAULT 1 CHECK (is_low IN (0, 1));
-- Counts the changes of a variant's inventory that no level's version counts.
ALTER TABLE product_variants ADD COLUMN stock_version INTEGER NOT NULL DEFAULT 0;
UPDATE product_variants SET is_low = 0
WHERE (SELECT COALESCE(SUM(on_hand - reserved), 0) FROM stock_levels s WHERE s.variant_id = product_variants.id) >= low_stock_threshold;
CREATE INDEX product_variants_low ON product_variants (sku) WHERE is_low = 1 AND archived_at IS NULL;

-- The ledger once more, with all kinds: a CHECK cannot be altered. `balance` is what was on hand at the level after the movement.
ALTER TABLE stock_movements RENAME TO stock_movements_before;
CREATE TABLE stock_movements (
  id TEXT PRIMARY KEY,
  variant_id TEXT NOT NULL,
  location_id TEXT NOT NULL,
  delta INTEGER NOT NULL CHECK (delta <> 0),
  kind TEXT NOT NULL CHECK (kind IN ('import', 'adjustment', 'count', 'transfer', 'receipt', 'sale', 'return', 'repair')),
  reason TEXT,
  order_id TEXT,
  actor_kind TEXT NOT NULL,
  actor_id TEXT,
  created_at TEXT NOT NULL,
  balance INTEGER,
  reference TEXT,
  FOREIGN KEY (variant_id, location_id) REFERENCES stock_levels (variant_id, location_id)
);
INSERT INTO stock_movements (id, variant_id, location_id, delta, kind, reason, order_id, actor_kind, actor_id, created_at)
SELECT id, variant_id, location_id, delta, kind, reason, order_id, actor_kind, actor_id, created_at FROM stock_movements_before;
DROP TABLE stock_movements_before;
CREATE INDEX stock_movements_created ON stock_movements (created_at, id);
CREATE INDEX stock_movements_variant ON stock_movements (variant_id, created_at, id);
CREATE INDEX stock_movements_location ON stock_movements (location_id, created_at, id);
CREATE INDEX stock_movements_by_hand ON stock_movements (kind, created_at, id) WHERE kind <> 'sale';
CREATE INDEX stock_movements_order ON stock_movements (order_id) WHERE order_id IS NOT NULL;
CREATE INDEX stock_movements_reference ON stock_movements (reference) WHERE reference IS NOT NULL;

-- What the nightly check found. `findings` holds the first of them.
CREATE TABLE inventory_checks (
  id TEXT PRIMARY KEY,
  started_at TEXT NOT NULL,
  finished_at TEXT NOT NULL,
  levels INTEGER NOT NULL,
  breaches INTEGER NOT NULL,
  findings TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(findings))
);
CREATE INDEX inventory_checks_started ON inventory_checks (started_at, id);
