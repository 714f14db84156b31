-- What products are found by: a full-text index, facets, and the words to correct a query with. Derived like the documents.
-- Only adds: a Worker of the release before keeps answering while this is applied, and lists stay full until the rebuild
-- (search.rebuild-if-stale) has indexed every product. product_document_categories is read no more.

-- A small integer for each product, given once and never reused: full-text rows and facets refer to it.
CREATE TABLE product_numbers (
  number INTEGER PRIMARY KEY,
  product_id TEXT NOT NULL UNIQUE
);
INSERT INTO product_numbers (product_id) SELECT DISTINCT product_id FROM product_documents ORDER BY product_id;

-- The indexes cover what lists filter and sort by: a document's own row is spread over several pages.
ALTER TABLE product_documents ADD COLUMN number INTEGER;
UPDATE product_documents SET number = (SELECT n.number FROM product_numbers n WHERE n.product_id = product_documents.product_id);
DROP INDEX product_documents_newest;
DROP INDEX product_documents_price;
DROP INDEX product_documents_name;
CREATE INDEX product_documents_by_created_at ON product_documents (currency, created_at, product_id, number, price, availability);
CREATE INDEX product_documents_by_price ON product_documents (currency, price, product_id, number, availability);
CREATE INDEX product_documents_by_name ON product_documents (currency, name_key, product_id, number, price, availability);
CREATE INDEX product_documents_by_number ON product_documents (currency, number, price, availability, created_at, product_id, name_key);
CREATE INDEX product_documents_by_availability ON product_documents (currency, availability, number);

-- Every value that products can be filtered by. name: of the attribute or option. label: what people read.
CREATE TABLE facet_values (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('category', 'tag', 'vendor', 'attribute', 'option')),
  name TEXT NOT NULL,
  value TEXT NOT NULL,
  label TEXT NOT NULL,
  search_key TEXT NOT NULL,
  UNIQUE (kind, name, value)
);
CREATE INDEX facet_values_by_key ON facet_values (kind, search_key);

CREATE TABLE product_facets (
  facet_id INTEGER NOT NULL,
  number INTEGER NOT NULL,
  PRIMARY KEY (facet_id, number)
) WITHOUT ROWID;
CREATE INDEX product_facets_by_number ON product_facets (number);

INSERT INTO facet_values (kind, name, value, label, search_key)
  SELECT DISTINCT 'category', '', category_slug, category_slug, category_slug FROM product_document_categories;
INSERT INTO product_facets (facet_id, number)
  SELECT DISTINCT v.id, n.number FROM product_document_categories c
  JOIN facet_values v ON v.kind = 'category' AND v.name = '' AND v.value = c.category_slug
  JOIN product_numbers n ON n.product_id = c.product_id;

-- One row a product, under its number. The text itself is in the documents: only the index is kept.
CREATE VIRTUAL TABLE product_search USING fts5 (
  name, sku, categories, tags, attributes, vendor, description,
  content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3 4'
);
CREATE VIRTUAL TABLE product_search_terms USING fts5vocab (product_search, row);

-- The words of names, categories, tags, vendors and attributes, to find what a mistyped one was meant to be.
CREATE TABLE search_words (
  id INTEGER PRIMARY KEY,
  word TEXT NOT NULL UNIQUE
);
CREATE VIRTUAL TABLE search_word_trigrams USING fts5 (word, content = '', tokenize = 'trigram', detail = none);
CREATE TRIGGER search_words_indexed AFTER INSERT ON search_words BEGIN
  INSERT INTO search_word_trigrams (rowid, word) VALUES (new.id, ' ' || new.word || ' ');
END;
