import { type SQL, sql } from "drizzle-orm";
import { inList, type Statement } from "../../platform/db.ts";
import { facetsOfFew } from "./facets.repo.ts";
import { hasWords } from "./match.repo.ts";
import { allOf, conditions, EXAMINED, matchConditions, type Selection, askedFor } from "./selection.repo.ts";

/** How much a word counts by the field that it stands in: name, sku, categories, tags, attributes, vendor, description. */
const SCORE = sql.raw("bm25(product_search, 10.0, 8.0, 5.0, 4.0, 4.0, 3.0, 1.0)");

/** FTS5 column filters: where a word tells what a product is, and where it tells of which sort. */
const NAMES = "{name sku}";
const LABELS = "{name sku categories tags attributes vendor}";

/**
 * So many products are ranked; those that follow come newest first. A cursor carries their numbers. One more than the longest
 * page, which has to see whether there are more.
 */
export const RANKED = 101;

export interface RankedRow {
  number: number;
  document: string;
}

type Matching = Selection & { match: string };

/**
 * The documents of the best `limit + 1` products, best first, and a row that tells the numbers of all that were ranked and, with
 * `facets`, the facets. Up to `scored` matches are ranked by bm25. Of more, those that have all words in name and SKU come first,
 * then those that have them anywhere but in the description, then all others, each newest first: bm25 reads the lists of all
 * words to their ends, which in a large catalog takes longer than all else.
 */
export function bestMatchesStmt(
  selection: Matching,
  limit: number,
  facets = false,
  bounds = { scored: RANKED, ranked: RANKED },
): Statement {
  const newest = (words: SQL, columns: SQL, rows: SQL) => sql`
    SELECT d.number AS number ${columns} FROM product_search s
    CROSS JOIN product_documents d ON d.currency = ${selection.currency} AND d.number = s.rowid
    WHERE ${allOf([words, ...matchConditions(selection)])}
    ORDER BY s.rowid DESC LIMIT ${rows}`;
  const counted = sql`, d.price AS price, d.availability AS availability, d.facets AS facets`;
  const isLarge = sql`(SELECT COUNT(*) FROM few) > ${bounds.scored}`;
  const inLarge = (rows: SQL) => sql`CASE WHEN ${isLarge} THEN ${rows} ELSE 0 END`;
  const isNamed = sql`(SELECT COUNT(*) FROM named)`;
  // The plus keeps SQLite from asking the index for each product by itself.
  const scored = sql`
    SELECT s.rowid AS number, ${SCORE} AS score FROM product_search s
    WHERE ${hasWords()} AND +s.rowid IN (SELECT number FROM few)
    ORDER BY s.rowid DESC LIMIT CASE WHEN ${isLarge} THEN 0 ELSE ${bounds.scored} END`;
  const told = facets ? sql`, 'facets', json(${facetsOfFew(selection)})` : sql``;
  return sql`
    WITH ${askedFor(selection)},
    few AS MATERIALIZED (${newest(hasWords(), facets ? counted : sql``, sql`${EXAMINED + 1}`)}),
    named AS MATERIALIZED (${newest(hasWords(NAMES), sql``, inLarge(sql`${bounds.ranked}`))}),
    labelled AS MATERIALIZED (
      ${newest(allOf([hasWords(LABELS), sql`+s.rowid NOT IN (SELECT number FROM named)`]), sql``, inLarge(sql`max(0, ${bounds.ranked} - ${isNamed})`))}),
    best AS MATERIALIZED (
      SELECT number, row_number() OVER (ORDER BY MIN(score), number DESC) AS place FROM (
        SELECT number, score FROM (${scored})
        UNION ALL SELECT number, -2 FROM named
        UNION ALL SELECT number, -1 FROM labelled
        UNION ALL SELECT number, 0 FROM (SELECT number FROM few LIMIT ${inLarge(sql`${bounds.ranked}`)})
      ) GROUP BY number ORDER BY place LIMIT ${bounds.ranked}
    )
    SELECT number, ${documentOf(selection, sql`best.number`)} AS document, NULL AS beside, place FROM best WHERE place <= ${limit + 1}
    UNION ALL SELECT NULL, NULL, json_object('ranked', (SELECT json_group_array(number ORDER BY place) FROM best) ${told}), 0
    ORDER BY place`;
}

/** Of products that were ranked before, those that still are what was asked for, in the given order; `limit + 1` at most. */
export function rankedDocumentsStmt(
  selection: Selection,
  numbers: readonly number[],
  limit: number,
): Statement {
  return sql`
    WITH ${askedFor(selection)}, page AS MATERIALIZED (
      SELECT d.number AS number, r.key AS place FROM json_each(${JSON.stringify(numbers)}) r
      CROSS JOIN product_documents d ON d.currency = ${selection.currency} AND d.number = r.value
      WHERE ${allOf(conditions(selection, sql`r.value`))} ORDER BY place LIMIT ${limit + 1})
    SELECT number, ${documentOf(selection, sql`page.number`)} AS document, NULL AS beside FROM page ORDER BY place`;
}

/** What matches beside those that were ranked, newest first, from below the number `before` on; `limit + 1` at most. */
export function otherMatchesStmt(
  selection: Matching,
  ranked: readonly number[],
  before: number,
  limit: number,
): Statement {
  return sql`
    WITH ${askedFor(selection)}, page AS MATERIALIZED (
      SELECT d.number AS number FROM product_search s
      CROSS JOIN product_documents d ON d.currency = ${selection.currency} AND d.number = s.rowid
      WHERE ${allOf([
        hasWords(),
        sql`s.rowid < ${before} AND s.rowid NOT IN ${inList(ranked)}`,
        ...matchConditions(selection),
      ])}
      ORDER BY s.rowid DESC LIMIT ${limit + 1})
    SELECT number, ${documentOf(selection, sql`page.number`)} AS document, NULL AS beside FROM page ORDER BY number DESC`;
}

function documentOf(selection: Selection, number: SQL): SQL {
  return sql`(SELECT p.document FROM product_documents p WHERE p.currency = ${selection.currency} AND p.number = ${number})`;
}
