import { sha256Hex } from "../../platform/crypto.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { forgetSharedAnswers } from "../../platform/http/index.ts";
import { describeError } from "../../platform/log.ts";
import { type Leveled, LeveledMemory } from "./cache-levels.ts";

/** A document or page as it is answered: JSON text that is never parsed on the way. */
export interface CachedText {
  text: string;
  etag: string;
  headers?: Record<string, string>;
}

/** That no product is on sale under an id or slug, and the slug that one which had it has now. */
export interface Absent {
  movedTo: string | undefined;
}

/** How long a data centre keeps a KV value before it asks again (the platform's minimum is 30 s). */
const KV_CACHE_SECONDS = 30;
/** Bounds what a reader may store that has just been overtaken by a projection. */
const ENTRY_TTL_SECONDS = 600;

/** Of documents and of pages this isolate holds at most 8 million characters each: 32 MB of its 128. */
const MEMORY_LIMIT = 8_000_000;

/** Hot documents, and the ids and slugs that were asked for in vain: made-up ones reach the databases once. */
export const documents = new LeveledMemory<CachedText | Absent>(MEMORY_LIMIT, (found) =>
  "text" in found ? found.text.length : (found.movedTo?.length ?? 0),
);

const pages = new LeveledMemory<CachedText>(MEMORY_LIMIT, (page) => page.text.length);

/** Forgets what this isolate remembers of the catalog, and what it is reading: it has changed. */
function forgetHot(): void {
  documents.forget();
  pages.forget();
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

/**
 * A page through all levels: isolate memory, KV (valid for one version of the catalog), then what `readReplica` makes.
 * With `kept` false KV is not asked: pages that hardly anybody asks for are not in it.
 */
export function readPage(
  ctx: Ctx,
  key: string,
  readReplica: () => Promise<CachedText>,
  kept = true,
): Promise<Leveled<CachedText>> {
  return pages.get(ctx, key, async () => {
    const known = kept ? await readEntry(ctx, key, "version") : undefined;
    return known ? { value: known, level: "kv" } : { value: await readReplica(), level: "replica" };
  });
}

/** Stores what a reader has read from the read model at the given versions, after the answer. A failing KV costs nothing but time. */
export function keepEntry(ctx: Ctx, name: string, versions: CatalogVersions, cached: CachedText): void {
  ctx.waitUntil(
    writeEntry(ctx, name, versions, cached).catch((error: unknown) => {
      ctx.log.warn("the catalog cache does not take an entry", describeError(error));
    }),
  );
}

async function writeEntry(
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
