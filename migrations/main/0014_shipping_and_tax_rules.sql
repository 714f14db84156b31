-- Shipping and tax by country, region and postal code; weight and subtotal bands; included taxes; exemptions. Amounts are minor units,
-- rates parts per million. A place is a country ('*': everywhere else), or a region or postal pattern in it. postal_from and postal_to are
-- what a postal code's beginning is compared with; specificity orders the places that match one address: the greatest wins.

ALTER TABLE shipping_zones ADD COLUMN created_at TEXT NOT NULL DEFAULT '2026-01-01T00:00:00.000Z';
ALTER TABLE shipping_zones ADD COLUMN updated_at TEXT NOT NULL DEFAULT '2026-01-01T00:00:00.000Z';
ALTER TABLE shipping_zones ADD COLUMN version INTEGER NOT NULL DEFAULT 1;

-- Takes the place of shipping_zone_regions, whose primary key leaves no room for postal codes.
CREATE TABLE shipping_zone_places (
  zone_id TEXT NOT NULL REFERENCES shipping_zones (id),
  country TEXT NOT NULL CHECK (length(country) = 2 OR (country = '*' AND region = '' AND postal_pattern = '')),
  region TEXT NOT NULL DEFAULT '',
  postal_pattern TEXT NOT NULL DEFAULT '',
  postal_from TEXT NOT NULL DEFAULT '',
  postal_to TEXT NOT NULL DEFAULT '',
  postal_exact INTEGER NOT NULL DEFAULT 0 CHECK (postal_exact IN (0, 1)),
  specificity INTEGER NOT NULL DEFAULT 1,
  PRIMARY KEY (country, region, postal_pattern),
  CHECK (length(postal_from) = length(postal_to) AND postal_from <= postal_to)
) WITHOUT ROWID;
CREATE INDEX shipping_zone_places_zone ON shipping_zone_places (zone_id);

INSERT INTO shipping_zone_places (zone_id, country, region, specificity)
  SELECT zone_id, country, upper(region), CASE region WHEN '' THEN 1 ELSE 2 END FROM shipping_zone_regions WHERE true
  ON CONFLICT DO NOTHING;

-- Of two ranges that overlap neither is the more specific one; of different length they are compared over the shorter one. Named like a
-- CHECK, so that it is reported like one.
CREATE TRIGGER shipping_zone_places_no_overlap BEFORE INSERT ON shipping_zone_places
WHEN NEW.postal_from <> NEW.postal_to AND EXISTS (
  SELECT 1 FROM shipping_zone_places p
  WHERE p.country = NEW.country AND p.region = NEW.region AND p.postal_from <> p.postal_to
    AND substr(p.postal_from, 1, length(NEW.postal_to)) <= substr(NEW.postal_to, 1, length(p.postal_from))
    AND substr(p.postal_to, 1, length(NEW.postal_from)) >= substr(NEW.postal_from, 1, length(p.postal_to)))
BEGIN
  SELECT RAISE(ABORT, 'CHECK constraint failed: shipping_zone_places_no_overlap');
END;

ALTER TABLE shipping_rates ADD COLUMN min_subtotal INTEGER NOT NULL DEFAULT 0 CHECK (min_subtotal >= 0);
ALTER TABLE shipping_rates ADD COLUMN max_subtotal INTEGER CHECK (max_subtotal > min_subtotal);
ALTER TABLE shipping_rates ADD COLUMN free_from INTEGER CHECK (free_from >= 0);
ALTER TABLE shipping_rates ADD COLUMN active INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1));
ALTER TABLE shipping_rates ADD COLUMN min_days INTEGER CHECK (min_days BETWEEN 0 AND 365);
ALTER TABLE shipping_rates ADD COLUMN max_days INTEGER CHECK (max_days BETWEEN min_days AND 365);
ALTER TABLE shipping_rates ADD COLUMN tax_class TEXT NOT NULL DEFAULT 'standard';
ALTER TABLE shipping_rates ADD COLUMN created_at TEXT NOT NULL DEFAULT '2026-01-01T00:00:00.000Z';
ALTER TABLE shipping_rates ADD COLUMN updated_at TEXT NOT NULL DEFAULT '2026-01-01T00:00:00.000Z';
ALTER TABLE shipping_rates ADD COLUMN version INTEGER NOT NULL DEFAULT 1;

-- Takes the place of tax_rates, whose UNIQUE (country, region) leaves no room for classes and stacked taxes. Of the rules of one priority
-- the most specific one applies; rules of different priorities add up.
CREATE TABLE tax_rules (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  country TEXT NOT NULL CHECK (length(country) = 2 OR (country = '*' AND region = '' AND postal_pattern = '')),
  region TEXT NOT NULL DEFAULT '',
  postal_pattern TEXT NOT NULL DEFAULT '',
  postal_from TEXT NOT NULL DEFAULT '',
  postal_to TEXT NOT NULL DEFAULT '',
  postal_exact INTEGER NOT NULL DEFAULT 0 CHECK (postal_exact IN (0, 1)),
  specificity INTEGER NOT NULL DEFAULT 1,
  tax_class TEXT NOT NULL DEFAULT 'standard',
  priority INTEGER NOT NULL DEFAULT 1 CHECK (priority BETWEEN 1 AND 9),
  rate_ppm INTEGER NOT NULL CHECK (rate_ppm BETWEEN 0 AND 1000000),
  applies_to_shipping INTEGER NOT NULL DEFAULT 0 CHECK (applies_to_shipping IN (0, 1)),
  created_at TEXT NOT NULL DEFAULT '2026-01-01T00:00:00.000Z',
  updated_at TEXT NOT NULL DEFAULT '2026-01-01T00:00:00.000Z',
  version INTEGER NOT NULL DEFAULT 1,
  UNIQUE (country, region, postal_pattern, tax_class, priority),
  CHECK (length(postal_from) = length(postal_to) AND postal_from <= postal_to)
);

INSERT INTO tax_rules (id, name, country, region, specificity, rate_ppm, applies_to_shipping)
  SELECT id, name, country, upper(region), CASE region WHEN '' THEN 1 ELSE 2 END, rate_ppm, applies_to_shipping FROM tax_rates WHERE true
  ON CONFLICT DO NOTHING;

-- As with zones, within a class and priority. An upsert is an INSERT to triggers, hence the id in both.
CREATE TRIGGER tax_rules_no_overlap BEFORE INSERT ON tax_rules
WHEN NEW.postal_from <> NEW.postal_to AND EXISTS (
  SELECT 1 FROM tax_rules r
  WHERE r.id <> NEW.id AND r.country = NEW.country AND r.region = NEW.region AND r.postal_from <> r.postal_to
    AND r.tax_class = NEW.tax_class AND r.priority = NEW.priority
    AND substr(r.postal_from, 1, length(NEW.postal_to)) <= substr(NEW.postal_to, 1, length(r.postal_from))
    AND substr(r.postal_to, 1, length(NEW.postal_from)) >= substr(NEW.postal_from, 1, length(r.postal_to)))
BEGIN
  SELECT RAISE(ABORT, 'CHECK constraint failed: tax_rules_no_overlap');
END;
CREATE TRIGGER tax_rules_no_overlap_update BEFORE UPDATE ON tax_rules
WHEN NEW.postal_from <> NEW.postal_to AND EXISTS (
  SELECT 1 FROM tax_rules r
  WHERE r.id <> NEW.id AND r.country = NEW.country AND r.region = NEW.region AND r.postal_from <> r.postal_to
    AND r.tax_class = NEW.tax_class AND r.priority = NEW.priority
    AND substr(r.postal_from, 1, length(NEW.postal_to)) <= substr(NEW.postal_to, 1, length(r.postal_from))
    AND substr(r.postal_to, 1, length(NEW.postal_from)) >= substr(NEW.postal_from, 1, length(r.postal_to)))
BEGIN
  SELECT RAISE(ABORT, 'CHECK constraint failed: tax_rules_no_overlap');
END;

-- Whether prices include the tax, by country of destination; '*' for all others.
CREATE TABLE tax_settings (
  country TEXT PRIMARY KEY CHECK (length(country) = 2 OR country = '*'),
  prices_include_tax INTEGER NOT NULL DEFAULT 0 CHECK (prices_include_tax IN (0, 1)),
  rounding TEXT NOT NULL DEFAULT 'order' CHECK (rounding IN ('order', 'line')),
  created_at TEXT NOT NULL DEFAULT '2026-01-01T00:00:00.000Z',
  updated_at TEXT NOT NULL DEFAULT '2026-01-01T00:00:00.000Z',
  version INTEGER NOT NULL DEFAULT 1
) WITHOUT ROWID;
INSERT INTO tax_settings (country) VALUES ('*');

CREATE TABLE tax_exemptions (
  customer_id TEXT PRIMARY KEY REFERENCES customers (id),
  reason TEXT NOT NULL,
  certificate TEXT,
  valid_until TEXT,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  version INTEGER NOT NULL DEFAULT 1
) WITHOUT ROWID;

-- What an order's total is made of, as it was decided: where prices include tax, `tax` is 0 and `tax_included` is the part of them that is tax.
ALTER TABLE orders ADD COLUMN tax_included INTEGER NOT NULL DEFAULT 0 CHECK (tax_included >= 0);
ALTER TABLE orders ADD COLUMN pricing TEXT CHECK (pricing IS NULL OR json_valid(pricing));
ALTER TABLE order_lines ADD COLUMN tax_included INTEGER NOT NULL DEFAULT 0 CHECK (tax_included >= 0);
ALTER TABLE order_lines ADD COLUMN taxes TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(taxes));
