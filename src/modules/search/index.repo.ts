import { sql } from "drizzle-orm";
import type { Statement } from "../../platform/db.ts";
import type { Facet, IndexedProduct } from "./index-product.ts";

/** Gives each product its number, once. */
export function numberProductsStmt(productIds: readonly string[]): Statement {
  return sql`INSERT OR IGNORE INTO product_numbers (product_id) SELECT value FROM json_each(${JSON.stringify(productIds)})`;
}

/** Replaces everything that the products which this ticket projected are found by. */
export function replaceIndexStmts(ticket: number, products: readonly IndexedProduct[]): Statement[] {
  const won = sql`(SELECT n.number FROM product_projections p JOIN product_numbers n ON n.product_id = p.product_id WHERE p.ticket = ${ticket})`;
  const texts = JSON.stringify(products.map(({ facets: _, words: __, ...text }) => text));
  const facets = JSON.stringify(
    products.flatMap(({ product_id, facets }) => facets.map((facet) => ({ product_id, ...facet }))),
  );
  const words = JSON.stringify([...new Set(products.flatMap((product) => product.words))]);
  return [
    sql`DELETE FROM product_search WHERE rowid IN ${won}`,
    sql`DELETE FROM product_facets WHERE number IN ${won}`,
    sql`DELETE FROM product_facet_index WHERE rowid IN ${won}`,
    sql`INSERT INTO product_search (rowid, name, sku, categories, tags, attributes, vendor, description)
        SELECT n.number, value ->> 'name', value ->> 'sku', value ->> 'categories', value ->> 'tags', value ->> 'attributes',
               value ->> 'vendor', value ->> 'description'
        FROM json_each(${texts}) JOIN product_numbers n ON n.product_id = value ->> 'product_id' WHERE n.number IN ${won}`,
    facetValuesStmt(products.flatMap((product) => product.facets)),
    sql`INSERT OR IGNORE INTO product_facets (facet_id, number)
        SELECT v.id, n.number FROM json_each(${facets}) f
        JOIN product_numbers n ON n.product_id = f.value ->> 'product_id'
        JOIN facet_values v ON v.kind = f.value ->> 'kind' AND v.name = f.value ->> 'name' AND v.value = f.value ->> 'value'
        WHERE n.number IN ${won}`,
    sql`INSERT INTO product_facet_index (rowid, facets)
        SELECT number, group_concat('f' || facet_id, ' ') FROM product_facets WHERE number IN ${won} GROUP BY number`,
    sql`UPDATE product_documents SET facets =
          (SELECT group_concat(f.facet_id) FROM product_facets f WHERE f.number = product_documents.number) WHERE number IN ${won}`,
    sql`INSERT OR IGNORE INTO search_words (word) SELECT value FROM json_each(${words})`,
  ];
}

/** Adds values that are new and renames those whose label has changed. */
function facetValuesStmt(facets: readonly Facet[]): Statement {
  const distinct = new Map(
    facets.map((facet) => [JSON.stringify([facet.kind, facet.name, facet.value]), facet]),
  );
  return sql`
    INSERT INTO facet_values (kind, name, value, label, search_key)
    SELECT value ->> 'kind', value ->> 'name', value ->> 'value', value ->> 'label', value ->> 'search_key'
    FROM json_each(${JSON.stringify([...distinct.values()])}) WHERE true
    ON CONFLICT (kind, name, value) DO UPDATE SET label = excluded.label, search_key = excluded.search_key
    WHERE excluded.label <> facet_values.label`;
}

/** One page of the ids of all products that the read model shows, in id order. */
export function projectedIdsStmt(after: string, limit: number): Statement {
  return sql`SELECT DISTINCT product_id FROM product_documents WHERE product_id > ${after} ORDER BY product_id LIMIT ${limit}`;
}
