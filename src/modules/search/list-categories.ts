import { fingerprint } from "../../platform/crypto.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { type CachedText, type CatalogVersions, hot, readPage, writeEntry } from "./catalog-cache.ts";
import { readMetaStmt, versionsStmt } from "./search.repo.ts";
import { readBatch } from "../../platform/db.ts";

const KEY = "categories";

/** All categories as the JSON text of one page, through the same cache levels as the products. */
export async function listCategories(ctx: Ctx): Promise<CachedText> {
  const known = hot.get(KEY);
  if (known) return known;
  const page = (await readPage(ctx, KEY)) ?? (await readReplica(ctx));
  hot.set(KEY, page);
  return page;
}

async function readReplica(ctx: Ctx): Promise<CachedText> {
  const [[categories], [versions]] = await readBatch<[{ meta_value: string }, CatalogVersions]>(
    ctx.env.SEARCH_DB.withSession("first-unconstrained"),
    [readMetaStmt("categories"), versionsStmt()],
  );
  const list = categories?.meta_value ?? "[]";
  const count = (JSON.parse(list) as unknown[]).length;
  const text = `{"data":${list},"pagination":${JSON.stringify({ limit: Math.max(count, 1), next_cursor: null, has_more: false })}}`;
  const page = { text, etag: `"${fingerprint(text)}"` };
  if (versions) ctx.waitUntil(writeEntry(ctx, KEY, versions, page));
  return page;
}
