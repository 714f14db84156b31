import type { Ctx } from "../../platform/ctx.ts";
import { prepareStatement } from "../../platform/db.ts";
import { notFound } from "../../platform/errors.ts";
import { isUuid } from "../../platform/ids.ts";
import { type CachedText, documentKey, hot, readDocument } from "./catalog-cache.ts";
import { findDocumentStmt } from "./search.repo.ts";

/**
 * The document of an active product by id or slug: isolate memory, then KV, then the nearest replica of the read model.
 * @throws resource.not_found
 */
export async function readProduct(ctx: Ctx, currency: string, idOrSlug: string): Promise<CachedText> {
  const key = documentKey(currency, idOrSlug);
  const known = hot.get(key);
  if (known) return known;
  const found = (await readDocument(ctx, key)) ?? (await readReplica(ctx, currency, idOrSlug));
  if (!found) throw notFound(`There is no product "${idOrSlug}".`);
  hot.set(key, found);
  return found;
}

async function readReplica(ctx: Ctx, currency: string, idOrSlug: string): Promise<CachedText | undefined> {
  const session = ctx.env.SEARCH_DB.withSession("first-unconstrained");
  const statement = findDocumentStmt(currency, isUuid(idOrSlug) ? "id" : "slug", idOrSlug);
  const row = await prepareStatement(session, statement).first<{ document: string; etag: string }>();
  return row ? { text: row.document, etag: row.etag } : undefined;
}
