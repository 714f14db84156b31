import type { Ctx } from "../../platform/ctx.ts";
import { readBatch } from "../../platform/db.ts";
import { isUuid } from "../../platform/ids.ts";
import {
  type CachedText,
  type CatalogVersions,
  documentKey,
  hot,
  readDocument,
  writeEntry,
} from "./catalog-cache.ts";
import { findDocumentStmt, versionsStmt } from "./search.repo.ts";

/** The document of an active product by id or slug: isolate memory, then KV, then the nearest replica of the read model. */
export async function findProduct(
  ctx: Ctx,
  currency: string,
  idOrSlug: string,
): Promise<CachedText | undefined> {
  const key = documentKey(currency, idOrSlug);
  const known = hot.get(key);
  if (known) return known;
  const found = (await readDocument(ctx, key)) ?? (await readReplica(ctx, key, currency, idOrSlug));
  if (found) hot.set(key, found);
  return found;
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
  if (versions) ctx.waitUntil(writeEntry(ctx, key, versions, cached));
  return cached;
}
