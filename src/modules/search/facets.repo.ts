import { type SQL, sql } from "drizzle-orm";
import type { FacetKind } from "./index-product.ts";
import { EXAMINED, type Selection, selectedWhere } from "./selection.repo.ts";

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
  /** null when there is no product, or when only a sample was counted of a selection by words or facets. */
  min_price: number | null;
  max_price: number | null;
}

/**
 * FacetCounts as a JSON text, of the products in the table `few`, which has the columns price, availability and facets. A sample
 * says nothing of the lowest and highest price: they are told of all, or where that would be a search of its own not at all.
 */
export function facetsOfFew(selection: Selection): SQL {
  const lowest = extremePrice(selection, sql`ASC`);
  const highest = extremePrice(selection, sql`DESC`);
  const isAll = sql`(SELECT COUNT(*) FROM few) <= ${EXAMINED}`;
  return sql`(
  WITH sample AS MATERIALIZED (SELECT price, availability, facets FROM few LIMIT ${EXAMINED}), counted AS (
    SELECT value AS facet_id, COUNT(*) AS count
    FROM json_each((SELECT '[' || COALESCE(group_concat(facets), '') || ']' FROM sample)) GROUP BY value
  ), frequent AS (
    SELECT v.kind AS kind, v.name AS name, v.value AS value, v.label AS label, c.count AS count
    FROM counted c CROSS JOIN facet_values v ON v.id = c.facet_id ORDER BY c.count DESC, v.value LIMIT ${VALUES}
  )
  SELECT json_object(
    'values', (SELECT json_group_array(json_array(kind, name, value, label, count)) FROM frequent),
    'counted', COUNT(*),
    'min_price', CASE WHEN ${isAll} THEN MIN(price) ELSE ${lowest} END,
    'max_price', CASE WHEN ${isAll} THEN MAX(price) ELSE ${highest} END,
    'in_stock', SUM(availability = 'in_stock'), 'low_stock', SUM(availability = 'low_stock'),
    'out_of_stock', SUM(availability = 'out_of_stock')
  , 'complete', ${isAll})
  FROM sample)`;
}

/** What the price's index says, when nothing but columns of its own narrows the selection. */
function extremePrice(selection: Selection, direction: SQL): SQL {
  if (selection.match !== undefined || selection.facets.length > 0) return sql`NULL`;
  return sql`(SELECT d.price FROM product_documents d INDEXED BY product_documents_by_price
    WHERE ${selectedWhere(selection)} ORDER BY d.price ${direction} LIMIT 1)`;
}
