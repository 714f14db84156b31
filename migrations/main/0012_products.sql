-- Products and categories in the hands of staff: scheduled publishing, related products, old slugs, the category tree.

ALTER TABLE products ADD COLUMN publish_at TEXT;
CREATE INDEX products_due ON products (publish_at) WHERE status = 'draft' AND publish_at IS NOT NULL;
CREATE INDEX products_created ON products (created_at, id);
CREATE INDEX products_updated ON products (updated_at, id);
CREATE INDEX products_name ON products (name COLLATE NOCASE, id);
CREATE INDEX product_variants_sku_prefix ON product_variants (sku COLLATE NOCASE);

CREATE TABLE related_products (
  product_id TEXT NOT NULL REFERENCES products (id),
  related_id TEXT NOT NULL REFERENCES products (id),
  position INTEGER NOT NULL,
  PRIMARY KEY (product_id, related_id),
  CONSTRAINT related_products_not_itself CHECK (product_id <> related_id)
) WITHOUT ROWID;
CREATE INDEX related_products_related ON related_products (related_id);

-- Slugs that products and categories had before. They name the target, not its slug, so chains of renames are one step.
CREATE TABLE slug_redirects (
  kind TEXT NOT NULL CHECK (kind IN ('product', 'category')),
  slug TEXT NOT NULL,
  target_id TEXT NOT NULL,
  created_at TEXT NOT NULL,
  PRIMARY KEY (kind, slug)
) WITHOUT ROWID;
CREATE INDEX slug_redirects_target ON slug_redirects (target_id);

-- One row: whoever changes the shape of the category tree counts its version up, so that two moves at once cannot make a cycle.
CREATE TABLE category_tree (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  version INTEGER NOT NULL
);
INSERT INTO category_tree (id, version) VALUES (1, 1);
