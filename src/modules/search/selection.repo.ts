import { type SQL, sql } from "drizzle-orm";
import { inList } from "../../platform/db.ts";
import type { Availability } from "../catalog/index.ts";
import type { FacetKind } from "./index-product.ts";
import { hasWords, wordsTable } from "./match.repo.ts";

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

/** Up to so many products are counted one by one: more would take a large catalog twice the time of a small one. */
export const EXAMINED = 250;

/** Whether the selection is less than everything that is sold in the currency. */
export function isNarrowed({ match, facets, minPrice, maxPrice, availability }: Selection): boolean {
  const others = [match, minPrice, maxPrice, availability];
  return facets.length > 0 || others.some((part) => part !== undefined);
}

/**
 * The tables that everything below refers to, for the WITH of the statement: `words`, `wanted`, the ids of the values that facets
 * ask for by the facet's index, and `combination`, the FTS5 expression for products that have one of the values of each facet.
 * So they take few bound values, however often they are looked at. A value that none has is no token.
 */
export function askedFor({ facets, match }: Selection): SQL {
  const asked = JSON.stringify(facets);
  return sql`${wordsTable(match)}, wanted AS MATERIALIZED (
    SELECT f.key AS facet, v.id AS id FROM json_each(${asked}) f CROSS JOIN json_each(f.value, '$.values') w
    CROSS JOIN facet_values v ON v.kind = f.value ->> 'kind' AND v.name = f.value ->> 'name' AND v.value = w.value
  ), combination AS MATERIALIZED (
    SELECT group_concat(token, ' AND ') AS expression FROM (
      SELECT COALESCE('(' || (SELECT group_concat('f' || w.id, ' OR ') FROM wanted w WHERE w.facet = f.key) || ')', 'none') AS token
      FROM json_each(${asked}) f))`;
}

/** The selected products as a FROM clause that starts at an index of what is rare, and its WHERE. The documents are `d`. */
export function selectedFrom(selection: Selection): { from: SQL; where: SQL } {
  const { currency, match, facets } = selection;
  const documents = sql`CROSS JOIN product_documents d ON d.currency = ${currency} AND d.number`;
  if (match !== undefined) {
    return {
      from: sql`product_search s ${documents} = s.rowid`,
      where: allOf([sql`${hasWords()}`, ...matchConditions(selection)]),
    };
  }
  if (facets.length > 0) {
    return {
      from: sql`product_facet_index f ${documents} = f.rowid`,
      where: allOf([
        sql`product_facet_index MATCH (SELECT expression FROM combination)`,
        ...ownConditions(selection),
      ]),
    };
  }
  return {
    // In the order in which products came: a sample by price would be the cheapest.
    from: sql`product_documents d INDEXED BY product_documents_by_number`,
    where: allOf([sql`d.currency = ${currency}`, ...ownConditions(selection)]),
  };
}

/** What must hold for a document `d`, wherever it comes from; all of the selection. */
export function selectedWhere(selection: Selection): SQL {
  const { currency, match } = selection;
  const parts = [sql`d.currency = ${currency}`, ...conditions(selection, sql`d.number`)];
  if (match !== undefined) {
    parts.push(sql`d.number IN (SELECT rowid FROM product_search WHERE ${hasWords()})`);
  }
  return allOf(parts);
}

/**
 * Conditions on `d` beside the currency and the words. `number` is the product's where it is known first: what facets rule out
 * is not even looked up.
 */
export function conditions(selection: Selection, number: SQL): SQL[] {
  return [...hasFacets(selection.facets, number), ...ownConditions(selection)];
}

/**
 * Conditions on `d` beside the currency and the words, for what a search found as `s`: the facets are intersected first.
 * A set that is too large for that says yes often enough to be asked for each product.
 */
export function matchConditions(selection: Selection): SQL[] {
  const { facets } = selection;
  if (facets.length === 0) return ownConditions(selection);
  const having = sql`SELECT rowid FROM product_facet_index WHERE product_facet_index MATCH (SELECT expression FROM combination)`;
  const isLarge = sql`(SELECT COUNT(*) FROM (${having} LIMIT ${INTERSECTED + 1})) > ${INTERSECTED}`;
  const asked = allOf(hasFacets(facets, sql`s.rowid`));
  return [
    sql`CASE WHEN ${isLarge} THEN ${asked} ELSE s.rowid IN (${having}) END`,
    ...ownConditions(selection),
  ];
}

/** Up to so many products that have the facets are held in memory at once. */
const INTERSECTED = 20_000;

export function allOf(parts: readonly SQL[]): SQL {
  return parts.length === 0 ? sql`true` : sql.join([...parts], sql` AND `);
}

/** Conditions on the document's own columns. */
function ownConditions({ minPrice, maxPrice, availability }: Selection): SQL[] {
  return [
    ...(minPrice === undefined ? [] : [sql`d.price >= ${minPrice}`]),
    ...(maxPrice === undefined ? [] : [sql`d.price <= ${maxPrice}`]),
    ...(availability === undefined ? [] : [sql`d.availability IN ${inList(availability)}`]),
  ];
}

function hasFacets(facets: readonly FacetFilter[], number: SQL): SQL[] {
  return facets.map(
    (_, index) =>
      sql`EXISTS (SELECT 1 FROM product_facets x WHERE x.number = ${number} AND x.facet_id IN ${idsOf(index)})`,
  );
}

function idsOf(facet: number): SQL {
  return sql`(SELECT id FROM wanted WHERE facet = ${sql.raw(String(facet))})`;
}
