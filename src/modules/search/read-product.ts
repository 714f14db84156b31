import type { Ctx } from "../../platform/ctx.ts";
import { readBatch } from "../../platform/db.ts";
import { isUuid } from "../../platform/ids.ts";
import { findSlugTarget } from "../catalog/index.ts";
import type { Leveled } from "./cache-levels.ts";
import {
  type Absent,
  type CachedText,
  type CatalogVersions,
  documentKey,
  documents,
  keepEntry,
  readDocument,
} from "./catalog-cache.ts";
import { findDocumentStmt, versionsStmt } from "./search.repo.ts";

/**
 * The document of an active product by id or slug: isolate memory, then KV, then the nearest replica of the read model.
 * That there is none, and where its slug leads now, is remembered in the isolate's memory alone.
 */
export function findProduct(
  ctx: Ctx,
  currency: string,
  idOrSlug: string,
): Promise<Leveled<CachedText | Absent>> {
  const key = documentKey(currency, idOrSlug);
  return documents.get(ctx, key, async () => {
    const known = await readDocument(ctx, key);
    if (known) return { value: known, level: "kv" };
    const found = (await readReplica(ctx, key, currency, idOrSlug)) ?? (await findAbsent(ctx, idOrSlug));
    return { value: found, level: "replica" };
  });
}

/** What is known of an id or slug under which nothing is on sale. */
export async function findAbsent(ctx: Ctx, idOrSlug: string): Promise<Absent> {
  return { movedTo: await findSlugTarget(ctx, "product", idOrSlug) };
}

async function readReplica(
  ctx: Ctx,
  key: string,
  currency: string,
  idOrSlug: string,
): Promise<CachedText | undefined> {
  const [[row], [versions]] = await readBatch<[{ document: string; etag: string }, CatalogVersions]>(
    ctx.env.SEARCH_DB.withSession("first-unconstrained"),
    [findDocumentStmt(currency, isUuid(idOrSlug) ? "id" : "slug", idOrSlug), versionsStmt()],
  );
  if (!row) return undefined;
  const cached = { text: row.document, etag: row.etag };
  if (versions) keepEntry(ctx, key, versions, cached);
  return cached;
}
