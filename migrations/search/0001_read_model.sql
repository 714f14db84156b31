-- The catalog's read model: one JSON document a product and currency, with the columns that lists filter and sort by.
-- Everything here is derived from the main database and can be rebuilt from it.

CREATE TABLE product_documents (
  currency TEXT NOT NULL,
  product_id TEXT NOT NULL,
  slug TEXT NOT NULL,
  name_key TEXT NOT NULL,
  price INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  availability TEXT NOT NULL CHECK (availability IN ('in_stock', 'low_stock', 'out_of_stock')),
  document TEXT NOT NULL CHECK (json_valid(document)),
  etag TEXT NOT NULL,
  projected_at TEXT NOT NULL,
  PRIMARY KEY (currency, product_id),
  UNIQUE (currency, slug)
);
CREATE INDEX product_documents_product ON product_documents (product_id);
CREATE INDEX product_documents_newest ON product_documents (currency, created_at DESC, product_id DESC);
CREATE INDEX product_documents_price ON product_documents (currency, price, product_id);
CREATE INDEX product_documents_name ON product_documents (currency, name_key, product_id);

CREATE TABLE product_document_categories (
  category_slug TEXT NOT NULL,
  currency TEXT NOT NULL,
  product_id TEXT NOT NULL,
  PRIMARY KEY (category_slug, currency, product_id)
) WITHOUT ROWID;
CREATE INDEX product_document_categories_product ON product_document_categories (product_id);

-- Which run projected a product last. A run takes its ticket before it reads, so a higher ticket has seen at least as much:
-- a slow run cannot overwrite the work of a later one.
CREATE TABLE product_projections (
  product_id TEXT PRIMARY KEY,
  ticket INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX product_projections_ticket ON product_projections (ticket);

CREATE TABLE catalog_meta (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL,
  ticket INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
INSERT INTO catalog_meta (key, value) VALUES ('version', '1'), ('epoch', '1'), ('categories', '[]');
