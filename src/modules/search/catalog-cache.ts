import { sha256Hex } from "../../platform/crypto.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { forgetSharedAnswers } from "../../platform/http/index.ts";
import { describeError } from "../../platform/log.ts";
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
/** Bounds what a reader may store that has just been overtaken by a projection. */
const ENTRY_TTL_SECONDS = 600;

/** Hot documents and pages of this isolate: at most 16 million characters, 32 MB of its 128. */
export const hot = new MemoryCache<CachedText>({
  limit: 16_000_000,
  ttlMs: MEMORY_MS,
  sizeOf: (cached) => cached.text.length,
});

/** Forgets what this isolate remembers of the catalog: it has changed. */
function forgetHot(): void {
  hot.clear();
  forgetSharedAnswers();
}

/**
 * The versions that KV entries are valid for. `version` changes with every projection and validates pages; `epoch` changes
 * when many documents change at once, and validates documents: single changes write their documents instead.
 */
export interface CatalogVersions {
  version: string;
  epoch: string;
}

const VERSIONS_KEY = "catalog:versions";

interface Entry extends Partial<CatalogVersions> {
  cached?: CachedText;
}

export function documentKey(currency: string, idOrSlug: string): string {
  return `product:${currency}:${idOrSlug}`;
}

/** KV keys hold 512 bytes at most; a query, or a slug that somebody makes up, may be longer. */
async function kvKey(key: string): Promise<string> {
  return new TextEncoder().encode(key).length <= 512 ? key : `sha256:${await sha256Hex(key)}`;
}

/**
 * Reads an entry in one call together with the versions. One that was made under another version is none, and so is every
 * one while KV fails: the read model answers then.
 */
async function readEntry(ctx: Ctx, name: string, by: keyof CatalogVersions): Promise<CachedText | undefined> {
  try {
    const key = await kvKey(name);
    const found = await ctx.env.CATALOG_CACHE.get<Entry>([VERSIONS_KEY, key], {
      type: "json",
      cacheTtl: KV_CACHE_SECONDS,
    });
    const entry = found.get(key);
    const current = found.get(VERSIONS_KEY)?.[by];
    return current !== undefined && entry?.[by] === current ? entry.cached : undefined;
  } catch (error) {
    ctx.log.warn("the catalog cache does not answer", describeError(error));
    return undefined;
  }
}

/** Reads a product document from KV. */
export function readDocument(ctx: Ctx, key: string): Promise<CachedText | undefined> {
  return readEntry(ctx, key, "epoch");
}

/** Reads a page from KV. */
export function readPage(ctx: Ctx, key: string): Promise<CachedText | undefined> {
  return readEntry(ctx, key, "version");
}

/** Stores what was read from the read model at the given versions. */
export async function writeEntry(
  ctx: Ctx,
  name: string,
  versions: CatalogVersions,
  cached: CachedText,
): Promise<void> {
  const entry: Entry = { ...versions, cached };
  await ctx.env.CATALOG_CACHE.put(await kvKey(name), JSON.stringify(entry), {
    expirationTtl: ENTRY_TTL_SECONDS,
  });
}

/** Writes and removes documents, and forgets what this isolate remembers. */
export async function publishDocuments(
  ctx: Ctx,
  versions: CatalogVersions,
  changes: { put: ReadonlyMap<string, CachedText>; remove: readonly string[] },
): Promise<void> {
  forgetHot();
  await Promise.all([
    ...[...changes.put].map(([key, cached]) => writeEntry(ctx, key, versions, cached)),
    ...changes.remove.map(async (key) => ctx.env.CATALOG_CACHE.delete(await kvKey(key))),
  ]);
  forgetHot();
}

/** The versions that readers validate entries by. */
export async function publishedVersions(ctx: Ctx): Promise<Partial<CatalogVersions>> {
  return (await ctx.env.CATALOG_CACHE.get<CatalogVersions>(VERSIONS_KEY, "json")) ?? {};
}

/**
 * Publishes the versions. KV takes one write a second to a key: a refused one is left to the minutely job, which compares
 * what is published with what the read model says.
 */
export async function publishVersions(ctx: Ctx, versions: CatalogVersions): Promise<void> {
  forgetHot();
  try {
    await ctx.env.CATALOG_CACHE.put(VERSIONS_KEY, JSON.stringify(versions));
  } catch (error) {
    ctx.log.warn("the catalog's versions could not be published at once", describeError(error));
  }
}
