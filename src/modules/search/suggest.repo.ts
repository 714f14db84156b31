import { sql } from "drizzle-orm";
import type { Statement } from "../../platform/db.ts";

export interface SuggestionRow {
  kind: "category" | "product";
  text: string;
  slug: string;
}

/** Categories with products whose name begins with the words. */
export function suggestCategoriesStmt(currency: string, words: readonly string[], limit: number): Statement {
  const start = words.join(" ");
  return sql`
    SELECT 'category' AS kind, v.label AS text, v.value AS slug FROM facet_values v
    WHERE v.kind = 'category' AND v.search_key >= ${start} AND v.search_key < ${`${start}\u{10ffff}`}
      AND EXISTS (SELECT 1 FROM product_facets f CROSS JOIN product_documents d ON d.currency = ${currency} AND d.number = f.number
                  WHERE f.facet_id = v.id)
    ORDER BY v.search_key LIMIT ${limit}`;
}

/** The newest products whose name matches the expression. */
export function suggestProductsStmt(currency: string, match: string, limit: number): Statement {
  return sql`
    WITH found AS MATERIALIZED (
      SELECT d.product_id AS id, s.rowid AS number FROM product_search s
      CROSS JOIN product_documents d ON d.currency = ${currency} AND d.number = s.rowid
      WHERE product_search MATCH ${match} ORDER BY s.rowid DESC LIMIT ${limit})
    SELECT 'product' AS kind, p.document ->> 'name' AS text, p.slug AS slug FROM found
    CROSS JOIN product_documents p ON p.currency = ${currency} AND p.product_id = found.id ORDER BY found.number DESC`;
}
