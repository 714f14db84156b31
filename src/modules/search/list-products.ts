import { fingerprint } from "../../platform/crypto.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { readBatch } from "../../platform/db.ts";
import { decodeCursor, nextPageLink, pageOf } from "../../platform/pagination.ts";
import { type CachedText, type CatalogVersions, hot, readPage, writeEntry } from "./catalog-cache.ts";
import { type ListFilter, listDocumentsStmt, versionsStmt } from "./search.repo.ts";

export type ProductSort = "created_at" | "-created_at" | "price" | "-price" | "name" | "-name";

export interface ListProducts extends ListFilter {
  sort: ProductSort;
  limit: number;
  cursor?: string | undefined;
}

/**
 * A page of active products as JSON text, with the ETag of its content and the `Link` to the next page.
 * Isolate memory, then KV (valid for one version of the catalog), then the nearest replica of the read model.
 * `url` is the list's own, for the link.
 */
export async function listProducts(ctx: Ctx, input: ListProducts, url: string): Promise<CachedText> {
  const key = `page:${JSON.stringify(input)}`;
  const known = hot.get(key);
  if (known) return known;
  const page = (await readPage(ctx, key)) ?? (await readReplica(ctx, input, key, url));
  hot.set(key, page);
  return page;
}

async function readReplica(ctx: Ctx, input: ListProducts, key: string, url: string): Promise<CachedText> {
  const descending = input.sort.startsWith("-");
  const by = input.sort.replace("-", "") as "created_at" | "price" | "name";
  const after = decodeCursor(input.cursor, input.sort);
  const [rows, [versions]] = await readBatch<
    [{ product_id: string; document: string; sort_value: string | number }, CatalogVersions]
  >(ctx.env.SEARCH_DB.withSession("first-unconstrained"), [
    listDocumentsStmt(input, { by, descending }, after, input.limit),
    versionsStmt(),
  ]);
  const page = pageOf(rows, input.limit, (row) => ({
    sort: input.sort,
    value: row.sort_value,
    id: row.product_id,
  }));
  const text = `{"data":[${page.rows.map((row) => row.document).join(",")}],"pagination":${JSON.stringify(page.pagination)}}`;
  const cached: CachedText = {
    text,
    etag: `"${fingerprint(text)}"`,
    headers: nextPageLink(ownUrl(url, input), page.pagination),
  };
  if (versions && isWorthKeeping(input, page.rows.length))
    ctx.waitUntil(writeEntry(ctx, key, versions, cached));
  return cached;
}

/** First pages of plain lists are asked for again and again; price ranges and deep pages hardly ever, by too many keys. */
function isWorthKeeping(input: ListProducts, found: number): boolean {
  const plain = input.cursor === undefined && input.minPrice === undefined && input.maxPrice === undefined;
  return plain && found > 0;
}

/** The list's URL with nothing but what the page depends on: others get the same page out of the cache. */
function ownUrl(url: string, input: ListProducts): string {
  const { minPrice, maxPrice, availability, cursor: _, ...rest } = input;
  const query = { ...rest, min_price: minPrice, max_price: maxPrice, availability: availability?.join() };
  const own = new URL(url);
  own.search = "";
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) own.searchParams.set(name, String(value));
  }
  return own.href;
}
