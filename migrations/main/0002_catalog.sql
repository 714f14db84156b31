-- The catalog: products with options and variants, categories, attributes, media by URL.
-- No ON DELETE CASCADE anywhere: a table rebuilt by a migration would fire it.

CREATE TABLE categories (
  id TEXT PRIMARY KEY,
  slug TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  description TEXT NOT NULL DEFAULT '',
  parent_id TEXT REFERENCES categories (id) CHECK (parent_id IS NULL OR parent_id <> id),
  position INTEGER NOT NULL DEFAULT 0,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  version INTEGER NOT NULL DEFAULT 1
);
CREATE INDEX categories_parent ON categories (parent_id, position);

CREATE TABLE products (
  id TEXT PRIMARY KEY,
  slug TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL CHECK (length(name) > 0),
  description TEXT NOT NULL DEFAULT '',
  vendor TEXT,
  status TEXT NOT NULL CHECK (status IN ('draft', 'active', 'archived')),
  tags TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(tags)),
  seo_title TEXT,
  seo_description TEXT,
  metadata TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(metadata)),
  import_hash TEXT,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  version INTEGER NOT NULL DEFAULT 1
);
CREATE INDEX products_status ON products (status, created_at);

CREATE TABLE product_categories (
  product_id TEXT NOT NULL REFERENCES products (id),
  category_id TEXT NOT NULL REFERENCES categories (id),
  position INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (product_id, category_id)
) WITHOUT ROWID;
CREATE INDEX product_categories_category ON product_categories (category_id, product_id);

CREATE TABLE product_attributes (
  product_id TEXT NOT NULL REFERENCES products (id),
  name TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (product_id, name)
) WITHOUT ROWID;

CREATE TABLE product_options (
  product_id TEXT NOT NULL REFERENCES products (id),
  position INTEGER NOT NULL,
  name TEXT NOT NULL,
  option_values TEXT NOT NULL CHECK (json_valid(option_values)),
  PRIMARY KEY (product_id, position),
  UNIQUE (product_id, name)
) WITHOUT ROWID;

CREATE TABLE product_variants (
  id TEXT PRIMARY KEY,
  product_id TEXT NOT NULL REFERENCES products (id),
  position INTEGER NOT NULL,
  sku TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL,
  options TEXT NOT NULL CHECK (json_valid(options)),
  weight_grams INTEGER NOT NULL DEFAULT 0 CHECK (weight_grams >= 0),
  barcode TEXT,
  image_url TEXT,
  requires_shipping INTEGER NOT NULL DEFAULT 1 CHECK (requires_shipping IN (0, 1)),
  taxable INTEGER NOT NULL DEFAULT 1 CHECK (taxable IN (0, 1)),
  tax_code TEXT,
  inventory_policy TEXT NOT NULL DEFAULT 'deny' CHECK (inventory_policy IN ('deny', 'continue')),
  metadata TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(metadata)),
  archived_at TEXT,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
);
CREATE INDEX product_variants_product ON product_variants (product_id, position);

CREATE TABLE variant_prices (
  variant_id TEXT NOT NULL REFERENCES product_variants (id),
  currency TEXT NOT NULL CHECK (length(currency) = 3),
  amount INTEGER NOT NULL CHECK (amount >= 0),
  compare_at_amount INTEGER CHECK (compare_at_amount >= 0),
  PRIMARY KEY (variant_id, currency)
) WITHOUT ROWID;

CREATE TABLE product_media (
  product_id TEXT NOT NULL REFERENCES products (id),
  position INTEGER NOT NULL,
  url TEXT NOT NULL,
  alt TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (product_id, position)
) WITHOUT ROWID;
