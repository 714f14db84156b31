import { sql } from "drizzle-orm";
import { inList, type Statement } from "../../platform/db.ts";

const CANDIDATES = 60;

const COUNT = sql`SELECT w.word AS word, COALESCE(t.doc, 0) AS count`;
const IN_USE = sql`CROSS JOIN product_search_terms t ON t.term = w.word`;

/** Words that share three letters in a row with this one, those that share most first. */
export function similarWordsStmt(word: string): Statement {
  const padded = [...` ${word} `];
  const trigrams = padded.slice(2).map((_, index) => padded.slice(index, index + 3).join(""));
  const match = [...new Set(trigrams)].map((trigram) => `"${trigram}"`).join(" OR ");
  return sql`
    WITH near AS MATERIALIZED (
      SELECT rowid AS id FROM search_word_trigrams WHERE search_word_trigrams MATCH ${match} ORDER BY rank LIMIT ${CANDIDATES})
    ${COUNT} FROM near CROSS JOIN search_words w ON w.id = near.id ${IN_USE}`;
}

/** Words of about the same length with the same first letter: two letters that changed places leave no three in a row. */
export function shortWordsStmt(word: string): Statement {
  const first = [...word][0] ?? "";
  return sql`
    ${COUNT} FROM search_words w ${IN_USE}
    WHERE w.word >= ${first} AND w.word < ${`${first}\u{10ffff}`} AND length(w.word) BETWEEN ${word.length - 1} AND ${word.length + 1}`;
}

/** The given words that products have. */
export function knownWordsStmt(words: readonly string[]): Statement {
  return sql`SELECT term AS word, doc AS count FROM product_search_terms WHERE term IN ${inList(words)}`;
}

/** One word of products that begins like this. */
export function wordWithPrefixStmt(prefix: string): Statement {
  return sql`SELECT term AS word, doc AS count FROM product_search_terms
             WHERE term >= ${prefix} AND term < ${`${prefix}\u{10ffff}`} LIMIT 1`;
}
