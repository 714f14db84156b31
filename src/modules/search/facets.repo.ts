import { sql } from "drizzle-orm";
import type { Statement } from "../../platform/db.ts";
import { EXAMINED, type Selection, selectedFrom } from "./selection.repo.ts";

/** More values of one facet than a storefront can show. */
const VALUES = 100;

export interface FacetRow {
  kind: "category" | "tag" | "vendor" | "attribute" | "option" | "availability" | "price" | "counted";
  name: string;
  value: string;
  label: string;
  count: number;
}

/**
 * How many of the selected products have each value; their classes of availability, their lowest
 * and highest price (as name and value) and how many were counted: one more than EXAMINED means that there are more.
 */
export function facetsStmt(selection: Selection): Statement {
  const { from, where } = selectedFrom(selection);
  // Newest first: of a selection that is too large to count, shoppers see those before others.
  const order = selection.match === undefined ? sql`` : sql`ORDER BY s.rowid DESC`;
  return sql`
    WITH few AS MATERIALIZED (
      SELECT d.number AS number, d.price AS price, d.availability AS availability FROM ${from} WHERE ${where} ${order} LIMIT ${EXAMINED + 1}
    ), counted AS MATERIALIZED (
      SELECT f.facet_id AS facet_id, COUNT(*) AS count FROM few CROSS JOIN product_facets f ON f.number = few.number GROUP BY f.facet_id
    ), named AS (
      SELECT v.kind AS kind, v.name AS name, v.value AS value, v.label AS label, c.count AS count,
        row_number() OVER (PARTITION BY v.kind, v.name ORDER BY c.count DESC, v.value) AS place
      FROM counted c CROSS JOIN facet_values v ON v.id = c.facet_id
    )
    SELECT kind, name, value, label, count FROM named WHERE place <= ${VALUES}
    UNION ALL SELECT 'availability', '', availability, '', COUNT(*) FROM few GROUP BY availability
    UNION ALL SELECT 'price', MIN(price), MAX(price), '', COUNT(*) FROM few HAVING COUNT(*) > 0
    UNION ALL SELECT 'counted', '', '', '', COUNT(*) FROM few`;
}
