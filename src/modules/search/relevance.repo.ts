import { type SQL, sql } from "drizzle-orm";
import { inList, type Statement } from "../../platform/db.ts";
import { allOf, conditions, EXAMINED, type Selection } from "./selection.repo.ts";

/** How much a word counts by the field that it stands in: name, sku, categories, tags, attributes, vendor, description. */
const SCORE = sql.raw("bm25(product_search, 10.0, 8.0, 5.0, 4.0, 4.0, 3.0, 1.0)");

/** So many products are ranked; those that follow come newest first. A cursor carries their numbers. */
export const RANKED = 200;

export interface RankedRow {
  number: number;
  /** null beyond the first page. */
  document: string | null;
}

type Matching = Selection & { match: string };

/**
 * The numbers of the best products, best first, and the documents of the first `limit + 1`. When more match than can be
 * examined, those that have all words in name and SKU are examined as well and count twice, so that they are not missed.
 */
export function bestMatchesStmt(
  selection: Matching,
  limit: number,
  bounds = { examined: EXAMINED, ranked: RANKED },
): Statement {
  const newest = (match: string, examined: SQL) => sql`
    SELECT d.number AS number, ${SCORE} AS score FROM product_search s
    CROSS JOIN product_documents d ON d.currency = ${selection.currency} AND d.number = s.rowid
    WHERE ${allOf([sql`product_search MATCH ${match}`, ...conditions(selection, sql`s.rowid`)])}
    ORDER BY s.rowid DESC LIMIT ${examined}`;
  const isLarge = sql`(SELECT COUNT(*) FROM anywhere) >= ${bounds.examined}`;
  return sql`
    WITH anywhere AS MATERIALIZED (${newest(selection.match, sql`${bounds.examined}`)}),
    named AS MATERIALIZED (
      ${newest(`{name sku} : (${selection.match})`, sql`CASE WHEN ${isLarge} THEN ${bounds.examined} ELSE 0 END`)}
    ), best AS MATERIALIZED (
      SELECT number, row_number() OVER (ORDER BY SUM(score), number DESC) AS place
      FROM (SELECT number, score FROM anywhere UNION ALL SELECT number, score FROM named) GROUP BY number
      ORDER BY place LIMIT ${bounds.ranked}
    )
    SELECT number, CASE WHEN place <= ${limit + 1} THEN ${documentOf(selection, sql`best.number`)} END AS document FROM best ORDER BY place`;
}

/** Of products that were ranked before, those that still are what was asked for, in the given order; `limit + 1` at most. */
export function rankedDocumentsStmt(
  selection: Selection,
  numbers: readonly number[],
  limit: number,
): Statement {
  return sql`
    WITH page AS MATERIALIZED (
      SELECT d.number AS number, r.key AS place FROM json_each(${JSON.stringify(numbers)}) r
      CROSS JOIN product_documents d ON d.currency = ${selection.currency} AND d.number = r.value
      WHERE ${allOf(conditions(selection, sql`r.value`))} ORDER BY place LIMIT ${limit + 1})
    SELECT number, ${documentOf(selection, sql`page.number`)} AS document FROM page ORDER BY place`;
}

/** What matches beside those that were ranked, newest first, from below the number `before` on; `limit + 1` at most. */
export function otherMatchesStmt(
  selection: Matching,
  ranked: readonly number[],
  before: number,
  limit: number,
): Statement {
  return sql`
    WITH page AS MATERIALIZED (
      SELECT d.number AS number FROM product_search s
      CROSS JOIN product_documents d ON d.currency = ${selection.currency} AND d.number = s.rowid
      WHERE ${allOf([
        sql`product_search MATCH ${selection.match}`,
        sql`s.rowid < ${before} AND s.rowid NOT IN ${inList(ranked)}`,
        ...conditions(selection, sql`s.rowid`),
      ])}
      ORDER BY s.rowid DESC LIMIT ${limit + 1})
    SELECT number, ${documentOf(selection, sql`page.number`)} AS document FROM page ORDER BY number DESC`;
}

function documentOf(selection: Selection, number: SQL): SQL {
  return sql`(SELECT p.document FROM product_documents p WHERE p.currency = ${selection.currency} AND p.number = ${number})`;
}
