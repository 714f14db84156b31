import { fingerprint } from "../../platform/crypto.ts";
import type { Ctx } from "../../platform/ctx.ts";
import type { Leveled } from "./cache-levels.ts";
import { type CachedText, type CatalogVersions, readPage, type ReplicaAnswer } from "./catalog-cache.ts";
import { readMetaStmt, versionsStmt } from "./search.repo.ts";
import { readBatch } from "../../platform/db.ts";

const KEY = "categories";

/** All categories as the JSON text of one page, through the same cache levels as the products. */
export function listCategories(ctx: Ctx): Promise<Leveled<CachedText>> {
  return readPage(ctx, KEY, () => readReplica(ctx));
}

async function readReplica(ctx: Ctx): Promise<ReplicaAnswer<CachedText>> {
  const [[categories], [versions]] = await readBatch<[{ meta_value: string }, CatalogVersions]>(
    ctx.env.SEARCH_DB.withSession("first-unconstrained"),
    [readMetaStmt("categories"), versionsStmt()],
  );
  const list = categories?.meta_value ?? "[]";
  const count = (JSON.parse(list) as unknown[]).length;
  const text = `{"data":${list},"pagination":${JSON.stringify({ limit: Math.max(count, 1), next_cursor: null, has_more: false })}}`;
  return { value: { text, etag: `"${fingerprint(text)}"` }, versions };
}
