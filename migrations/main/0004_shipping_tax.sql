-- Where the shop ships, for how much, and which tax applies. Rates are parts per million: 8.875 % = 88750.

CREATE TABLE shipping_zones (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
);

CREATE TABLE shipping_zone_regions (
  zone_id TEXT NOT NULL REFERENCES shipping_zones (id),
  country TEXT NOT NULL CHECK (length(country) = 2),
  region TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (country, region)
) WITHOUT ROWID;

CREATE TABLE shipping_rates (
  id TEXT PRIMARY KEY,
  zone_id TEXT NOT NULL REFERENCES shipping_zones (id),
  name TEXT NOT NULL,
  currency TEXT NOT NULL CHECK (length(currency) = 3),
  amount INTEGER NOT NULL CHECK (amount >= 0),
  min_weight_grams INTEGER NOT NULL DEFAULT 0 CHECK (min_weight_grams >= 0),
  max_weight_grams INTEGER CHECK (max_weight_grams > min_weight_grams),
  position INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX shipping_rates_zone ON shipping_rates (zone_id, currency, position);

CREATE TABLE tax_rates (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  country TEXT NOT NULL CHECK (length(country) = 2),
  region TEXT NOT NULL DEFAULT '',
  rate_ppm INTEGER NOT NULL CHECK (rate_ppm BETWEEN 0 AND 1000000),
  applies_to_shipping INTEGER NOT NULL DEFAULT 0 CHECK (applies_to_shipping IN (0, 1)),
  UNIQUE (country, region)
);
