import { fingerprint } from "../../platform/crypto.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { readBatch } from "../../platform/db.ts";
import type { Leveled } from "./cache-levels.ts";
import { type CachedText, type CatalogVersions, readPage, type ReplicaAnswer } from "./catalog-cache.ts";
import { nameExpressions } from "./search-expression.ts";
import { versionsStmt } from "./search.repo.ts";
import { wordsOf } from "./search-text.ts";
import { suggestCategoriesStmt, suggestProductsStmt, type SuggestionRow } from "./suggest.repo.ts";

const SUGGESTIONS = 10;
const CATEGORIES = 3;
/** What is typed beyond that is hardly typed by anybody else. */
const KEPT_LENGTH = 24;

/**
 * Up to 10 completions of what is being typed, as JSON text: categories that begin with it, then products whose name does, then
 * products with the words anywhere in the name. Through the same cache levels as the lists.
 */
export function suggestCompletions(ctx: Ctx, currency: string, typed: string): Promise<Leveled<CachedText>> {
  const words = wordsOf(typed);
  const key = `page:suggest:${JSON.stringify([currency, words])}`;
  const keep = words.length > 0 && words.join(" ").length <= KEPT_LENGTH;
  return readPage(ctx, key, () => readReplica(ctx, currency, words), keep);
}

async function readReplica(
  ctx: Ctx,
  currency: string,
  words: readonly string[],
): Promise<ReplicaAnswer<CachedText>> {
  if (words.length === 0) return { value: cachedSuggestions([]) };
  const { beginning, anywhere } = nameExpressions(words);
  const [categories, first, others, [versions]] = await readBatch<
    [SuggestionRow, SuggestionRow, SuggestionRow, CatalogVersions]
  >(ctx.env.SEARCH_DB.withSession("first-unconstrained"), [
    suggestCategoriesStmt(currency, words, CATEGORIES),
    suggestProductsStmt(currency, beginning, SUGGESTIONS),
    suggestProductsStmt(currency, anywhere, SUGGESTIONS),
    versionsStmt(),
  ]);
  const rows = [...categories, ...first, ...others];
  const distinct = new Map(rows.map((row) => [`${row.kind} ${row.slug}`, row]));
  const value = cachedSuggestions([...distinct.values()].slice(0, SUGGESTIONS));
  return { value, versions: rows.length > 0 ? versions : undefined };
}

function cachedSuggestions(data: readonly SuggestionRow[]): CachedText {
  const text = JSON.stringify({ data });
  return { text, etag: `"${fingerprint(text)}"` };
}
