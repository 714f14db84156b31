import { type SQL, sql } from "drizzle-orm";

/** The longest beginnings that the index keeps a list for (`prefix` of product_search); longer ones it puts together. */
const INDEXED_PREFIX = 4;
/** A beginning that has more words is cheaper put together. */
const MAX_COMPLETIONS = 50;

/**
 * The table `words` for the WITH of a statement: the FTS5 expression that it searches by, as MATCHED. Long beginnings are written
 * out as the words that the index has for them: putting the lists of a beginning together costs several times as much, and bm25
 * does it once more.
 */
export function wordsTable(match: string | undefined): SQL {
  const beginnings = new Set([...(match ?? "").matchAll(/"(\p{L}+)"\*/gu)].map(([, word = ""]) => word));
  let expanded = sql`${match ?? ""}`;
  for (const word of beginnings) {
    if ([...word].length <= INDEXED_PREFIX) continue;
    expanded = sql`replace(${expanded}, ${`"${word}"*`}, COALESCE(${completionsOf(word)}, ${`"${word}"*`}))`;
  }
  return sql`words AS MATERIALIZED (SELECT ${expanded} AS expression)`;
}

/** The condition on product_search that its row has the words; with `columns` (FTS5's column filter) in these alone. */
export function hasWords(columns?: string): SQL {
  const expression = columns === undefined ? sql`expression` : sql`${`${columns} : (`} || expression || ')'`;
  return sql`product_search MATCH (SELECT ${expression} FROM words)`;
}

/** The words of the index that begin so, as one expression; NULL when there is none, or too many. */
function completionsOf(word: string): SQL {
  const indexed = sql`SELECT term FROM product_search_terms WHERE term >= ${word} AND term < ${`${word}\u{10ffff}`} LIMIT ${MAX_COMPLETIONS + 1}`;
  return sql`(
    SELECT CASE WHEN COUNT(*) BETWEEN 1 AND ${MAX_COMPLETIONS} THEN group_concat('"' || term || '"', ' OR ') END FROM (${indexed}))`;
}
