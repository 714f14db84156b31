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
  readDocument,
  type ReplicaAnswer,
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
  return readDocument(ctx, documentKey(currency, idOrSlug), () => readReplica(ctx, currency, idOrSlug));
}

/** What is known of an id or slug under which nothing is on sale. */
export async function findAbsent(ctx: Ctx, idOrSlug: string): Promise<Absent> {
  return { movedTo: await findSlugTarget(ctx, "product", idOrSlug) };
}

async function readReplica(
  ctx: Ctx,
  currency: string,
  idOrSlug: string,
): Promise<ReplicaAnswer<CachedText | Absent>> {
  const [[row], [versions]] = await readBatch<[{ document: string; etag: string }, CatalogVersions]>(
    ctx.env.SEARCH_DB.withSession("first-unconstrained"),
    [findDocumentStmt(currency, isUuid(idOrSlug) ? "id" : "slug", idOrSlug), versionsStmt()],
  );
  if (!row) return { value: await findAbsent(ctx, idOrSlug) };
  return { value: { text: row.document, etag: row.etag }, versions };
}
