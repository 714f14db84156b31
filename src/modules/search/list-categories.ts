import { fingerprint } from "../../platform/crypto.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { type CachedText, hot, readPage, writePage } from "./catalog-cache.ts";
import { readMetaStmt } from "./search.repo.ts";
import { readBatch } from "../../platform/db.ts";

const KEY = "categories";

/** All categories as the JSON text of one page, through the same cache levels as the products. */
export async function listCategories(ctx: Ctx): Promise<CachedText> {
  const known = hot.get(KEY) ?? (await readPage(ctx, KEY));
  if (known) {
    hot.set(KEY, known);
    return known;
  }
  const [[categories], [version]] = await readBatch<[{ meta_value: string }, { meta_value: string }]>(
    ctx.env.SEARCH_DB.withSession("first-unconstrained"),
    [readMetaStmt("categories"), readMetaStmt("version")],
  );
  const list = categories?.meta_value ?? "[]";
  const count = (JSON.parse(list) as unknown[]).length;
  const text = `{"data":${list},"pagination":${JSON.stringify({ limit: Math.max(count, 1), next_cursor: null, has_more: false })}}`;
  const page = { text, etag: `"${fingerprint(text)}"` };
  if (version) ctx.waitUntil(writePage(ctx, KEY, version.meta_value, page));
  hot.set(KEY, page);
  return page;
}
