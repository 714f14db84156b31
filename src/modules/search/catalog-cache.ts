import { sha256Hex } from "../../platform/crypto.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { MemoryCache } from "../../platform/memory-cache.ts";

/** A document or page as it is answered: JSON text that is never parsed on the way. */
export interface CachedText {
  text: string;
  etag: string;
  headers?: Record<string, string>;
}

/** How long an isolate may answer from its own memory: the staleness that this level adds. */
const MEMORY_MS = 5_000;
/** How long a data centre keeps a KV value before it asks again (the platform's minimum is 30 s). */
const KV_CACHE_SECONDS = 30;
const PAGE_TTL_SECONDS = 3_600;

/** Hot documents and pages of this isolate. */
export const hot = new MemoryCache<CachedText>({ limit: 2_000, ttlMs: MEMORY_MS });

const VERSION_KEY = "catalog:version";

export function documentKey(currency: string, idOrSlug: string): string {
  return `product:${currency}:${idOrSlug}`;
}

/** KV keys hold 512 bytes at most; a query, or a slug that somebody makes up, may be longer. */
async function kvKey(key: string): Promise<string> {
  return new TextEncoder().encode(key).length <= 512 ? key : `sha256:${await sha256Hex(key)}`;
}

/** Reads a product document from KV. */
export async function readDocument(ctx: Ctx, key: string): Promise<CachedText | null> {
  return ctx.env.CATALOG_CACHE.get<CachedText>(await kvKey(key), {
    type: "json",
    cacheTtl: KV_CACHE_SECONDS,
  });
}

/**
 * Reads a page from KV in one call together with the catalog's version.
 * A page that was made from another version of the catalog is none.
 */
export async function readPage(ctx: Ctx, pageKey: string): Promise<CachedText | undefined> {
  const key = await kvKey(pageKey);
  const found = await ctx.env.CATALOG_CACHE.get<{ version?: string; page?: CachedText }>([VERSION_KEY, key], {
    type: "json",
    cacheTtl: KV_CACHE_SECONDS,
  });
  const page = found.get(key);
  const version = found.get(VERSION_KEY)?.version;
  return page?.page && version !== undefined && page.version === version ? page.page : undefined;
}

/** Stores a page that was read from the given version of the catalog. */
export async function writePage(ctx: Ctx, key: string, version: string, page: CachedText): Promise<void> {
  await ctx.env.CATALOG_CACHE.put(await kvKey(key), JSON.stringify({ version, page }), {
    expirationTtl: PAGE_TTL_SECONDS,
  });
}

/** Publishes changed documents and the new version of the catalog, and forgets what this isolate remembers. */
export async function publish(
  ctx: Ctx,
  changes: { put: Map<string, CachedText>; remove: string[]; version: string },
): Promise<void> {
  hot.clear();
  const kv = ctx.env.CATALOG_CACHE;
  await Promise.all([
    ...[...changes.put].map(async ([key, value]) => kv.put(await kvKey(key), JSON.stringify(value))),
    ...changes.remove.map(async (key) => kv.delete(await kvKey(key))),
  ]);
  await kv.put(VERSION_KEY, JSON.stringify({ version: changes.version }));
  hot.clear();
}
