import { type SQL, sql } from "drizzle-orm";
import type { FacetKind } from "./index-product.ts";
import { EXAMINED } from "./selection.repo.ts";

/** Of rarer values among those of all facets the list is cut off. */
const VALUES = 2_000;

/** How many of the counted products have what. */
export interface FacetCounts {
  /** The most frequent first. `name` is that of the attribute or option, `label` what people read. */
  values: [kind: FacetKind, name: string, value: string, label: string, count: number][];
  counted: number;
  /** 0 when only a sample was counted. */
  complete: 0 | 1;
  in_stock: number | null;
  low_stock: number | null;
  out_of_stock: number | null;
  min_price: number | null;
  max_price: number | null;
}

/** FacetCounts as a JSON text, of the products in the table `few`, which has the columns price, availability and facets. */
export const FACETS_OF_FEW: SQL = sql`(
  WITH sample AS MATERIALIZED (SELECT price, availability, facets FROM few LIMIT ${EXAMINED}), counted AS (
    SELECT value AS facet_id, COUNT(*) AS count
    FROM json_each((SELECT '[' || COALESCE(group_concat(facets), '') || ']' FROM sample)) GROUP BY value
  ), frequent AS (
    SELECT v.kind AS kind, v.name AS name, v.value AS value, v.label AS label, c.count AS count
    FROM counted c CROSS JOIN facet_values v ON v.id = c.facet_id ORDER BY c.count DESC, v.value LIMIT ${VALUES}
  )
  SELECT json_object(
    'values', (SELECT json_group_array(json_array(kind, name, value, label, count)) FROM frequent),
    'counted', COUNT(*), 'min_price', MIN(price), 'max_price', MAX(price),
    'in_stock', SUM(availability = 'in_stock'), 'low_stock', SUM(availability = 'low_stock'),
    'out_of_stock', SUM(availability = 'out_of_stock')
  , 'complete', (SELECT COUNT(*) FROM few) <= ${EXAMINED})
  FROM sample)`;
