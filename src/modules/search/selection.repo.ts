import { type SQL, sql } from "drizzle-orm";
import { inList } from "../../platform/db.ts";
import type { Availability } from "../catalog/index.ts";
import type { FacetKind } from "./index-product.ts";

/** Products that have one of these values. */
export interface FacetFilter {
  kind: FacetKind;
  /** Of the attribute or option; empty for the other kinds. */
  name: string;
  values: readonly string[];
}

/** Which products a list is made of: everything that is given must hold. */
export interface Selection {
  currency: string;
  /** An FTS5 expression. */
  match?: string | undefined;
  facets: readonly FacetFilter[];
  minPrice?: number | undefined;
  maxPrice?: number | undefined;
  availability?: readonly Availability[] | undefined;
}

/** Up to so many products are sorted and counted one by one: more would take a large catalog twice the time of a small one. */
export const EXAMINED = 500;

/** Whether the selection is less than everything that is sold in the currency. */
export function isNarrowed({ match, facets, minPrice, maxPrice, availability }: Selection): boolean {
  const others = [match, minPrice, maxPrice, availability];
  return facets.length > 0 || others.some((part) => part !== undefined);
}

/** The selected products as a FROM clause that starts at a rare index, and its WHERE. The documents are `d`. */
export function selectedFrom(selection: Selection): { from: SQL; where: SQL } {
  const { currency, match, facets } = selection;
  const documents = sql`CROSS JOIN product_documents d ON d.currency = ${currency} AND d.number`;
  if (match !== undefined) {
    return {
      from: sql`product_search s ${documents} = s.rowid`,
      where: allOf([sql`product_search MATCH ${match}`, ...conditions(selection, sql`s.rowid`)]),
    };
  }
  if (facets.length > 0) {
    return {
      from: sql`${numbersOfRarest(facets)} f ${documents} = f.number`,
      // A single facet is what the search starts at.
      where: allOf(conditions(facets.length === 1 ? { ...selection, facets: [] } : selection, sql`f.number`)),
    };
  }
  return {
    from: sql`product_documents d`,
    where: allOf([sql`d.currency = ${currency}`, ...conditions(selection, sql`d.number`)]),
  };
}

/** What must hold for a document `d`, wherever it comes from; all of the selection. */
export function selectedWhere(selection: Selection): SQL {
  const { currency, match } = selection;
  const parts = [sql`d.currency = ${currency}`, ...conditions(selection, sql`d.number`)];
  if (match !== undefined) {
    parts.push(sql`d.number IN (SELECT rowid FROM product_search WHERE product_search MATCH ${match})`);
  }
  return allOf(parts);
}

/**
 * Conditions on `d` beside the currency and the words. `number` is the product's where it is known first: what facets rule out
 * is not even looked up.
 */
export function conditions(selection: Selection, number: SQL): SQL[] {
  const { minPrice, maxPrice, availability, facets } = selection;
  return [
    ...facets.map(
      (facet) =>
        sql`EXISTS (SELECT 1 FROM product_facets x WHERE x.facet_id IN (SELECT v.id FROM facet_values v WHERE ${isOneOf(facet)}) AND x.number = ${number})`,
    ),
    ...(minPrice === undefined ? [] : [sql`d.price >= ${minPrice}`]),
    ...(maxPrice === undefined ? [] : [sql`d.price <= ${maxPrice}`]),
    ...(availability === undefined ? [] : [sql`d.availability IN ${inList(availability)}`]),
  ];
}

export function allOf(parts: readonly SQL[]): SQL {
  return parts.length === 0 ? sql`true` : sql.join([...parts], sql` AND `);
}

function isOneOf({ kind, name, values }: FacetFilter): SQL {
  return sql`v.kind = ${kind} AND v.name = ${name} AND v.value IN ${inList(values)}`;
}

/** Counting further would cost more than it could save. */
const COUNTED_FOR_RARITY = 5_000;

/** The numbers of the products that have the rarest of the values; of several values of one facet, those that have any. */
function numbersOfRarest(facets: readonly FacetFilter[]): SQL {
  const single = facets.filter((facet) => facet.values.length === 1);
  const [first] = facets;
  if (single.length > 0) {
    const wanted = sql.join(
      single.map((facet) => sql`(${isOneOf(facet)})`),
      sql` OR `,
    );
    const found = sql`SELECT COUNT(*) FROM (SELECT 1 FROM product_facets p WHERE p.facet_id = v.id LIMIT ${COUNTED_FOR_RARITY})`;
    return sql`(SELECT number FROM product_facets WHERE facet_id =
                 (SELECT v.id FROM facet_values v WHERE ${wanted} ORDER BY (${found}) LIMIT 1))`;
  }
  const any = first ? isOneOf(first) : sql`false`;
  return sql`(SELECT DISTINCT number FROM product_facets WHERE facet_id IN (SELECT v.id FROM facet_values v WHERE ${any}))`;
}
