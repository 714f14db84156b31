import { sha256Hex } from "../../platform/crypto.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { describeError } from "../../platform/log.ts";
import type { CachedText, CatalogVersions } from "./catalog-cache.ts";

/** How long a data centre keeps a KV value before it asks again (the platform's minimum is 30 s). */
const KV_CACHE_SECONDS = 30;
/** Bounds what a reader may store that has just been overtaken by a projection. */
const ENTRY_TTL_SECONDS = 600;
/** An entry that has been overtaken is given until so long after it was read from the read model. */
const STALE_MS = 60_000;

export const VERSIONS_KEY = "catalog:versions";

interface Entry extends Partial<CatalogVersions> {
  cached?: CachedText;
  /** When it was read from the read model, in Unix milliseconds; entries of the first releases do not tell. */
  read_at?: number;
}

/** An entry that is valid, or one that has been overtaken and may be given until `staleUntil` (Unix milliseconds). */
export interface KnownEntry {
  cached: CachedText;
  staleUntil?: number;
}

let knownChange = 0;

/**
 * Tells that the catalog has changed now: from now on this isolate gives nothing that has been overtaken and was read before.
 * It is not emptied with the isolate's memory, since what it holds is knowledge of a change and no copy of anything.
 */
export function distrustOlderEntries(ctx: Ctx): void {
  knownChange = ctx.now().getTime();
}

/** KV keys hold 512 bytes at most; a query, or a slug that somebody makes up, may be longer. */
async function kvKey(name: string): Promise<string> {
  return new TextEncoder().encode(name).length <= 512 ? name : `sha256:${await sha256Hex(name)}`;
}

/**
 * Reads an entry in one call together with the versions. One that was made under another version has been overtaken.
 * While KV fails there are none: the read model answers then.
 */
export async function readEntry(
  ctx: Ctx,
  name: string,
  by: keyof CatalogVersions,
): Promise<KnownEntry | undefined> {
  try {
    const key = await kvKey(name);
    const found = await ctx.env.CATALOG_CACHE.get<Entry>([VERSIONS_KEY, key], {
      type: "json",
      cacheTtl: KV_CACHE_SECONDS,
    });
    const entry = found.get(key);
    const current = found.get(VERSIONS_KEY)?.[by];
    if (!entry?.cached || current === undefined) return undefined;
    const valid = entry[by] === current && !(by === "version" && isKnownOlder(entry.read_at));
    return valid ? { cached: entry.cached } : overtaken(ctx, entry.cached, entry.read_at);
  } catch (error) {
    ctx.log.warn("the catalog cache does not answer", describeError(error));
    return undefined;
  }
}

/** The versions that KV shows may be older than what this isolate knows. Documents are written by the change itself. */
function isKnownOlder(readAt = 0): boolean {
  return readAt < knownChange;
}

function overtaken(ctx: Ctx, cached: CachedText, readAt = 0): KnownEntry | undefined {
  const staleUntil = readAt + STALE_MS;
  return readAt > knownChange && ctx.now().getTime() < staleUntil ? { cached, staleUntil } : undefined;
}

export async function writeEntry(
  ctx: Ctx,
  name: string,
  versions: CatalogVersions,
  cached: CachedText,
  readAt: number,
): Promise<void> {
  const entry: Entry = { version: versions.version, epoch: versions.epoch, cached, read_at: readAt };
  await ctx.env.CATALOG_CACHE.put(await kvKey(name), JSON.stringify(entry), {
    expirationTtl: ENTRY_TTL_SECONDS,
  });
}

export async function removeEntry(ctx: Ctx, name: string): Promise<void> {
  await ctx.env.CATALOG_CACHE.delete(await kvKey(name));
}

/** Writes or removes an entry after the answer. A failing KV costs nothing but time. */
export function afterAnswer(ctx: Ctx, change: Promise<void>): void {
  ctx.waitUntil(
    change.catch((error: unknown) => {
      ctx.log.warn("the catalog cache does not take an entry", describeError(error));
    }),
  );
}
