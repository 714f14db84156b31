import type { Ctx } from "../../platform/ctx.ts";
import { forgetSharedAnswers } from "../../platform/http/index.ts";
import { describeError } from "../../platform/log.ts";
import { type Found, type Leveled, LeveledMemory } from "./cache-levels.ts";
import {
  afterAnswer,
  distrustOlderEntries,
  readEntry,
  removeEntry,
  VERSIONS_KEY,
  writeEntry,
} from "./kv-entries.ts";

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

/**
 * The versions that KV entries are valid for. `version` changes with every projection and validates pages; `epoch` changes
 * when many documents change at once, and validates documents: single changes write their documents instead.
 */
export interface CatalogVersions {
  version: string;
  epoch: string;
}

/** What a replica of the read model answered. KV keeps it under the versions that were read with it; without them it does not. */
export interface ReplicaAnswer<Value> {
  value: Value;
  versions?: CatalogVersions | undefined;
}

/** Of documents and of pages this isolate holds at most 8 million characters each: 32 MB of its 128. */
const MEMORY_LIMIT = 8_000_000;

/**
 * Hot documents, and the ids and slugs that were asked for in vain: made-up ones reach the databases once. That something is
 * absent is never given stale: a product that appears is there.
 */
const documents = new LeveledMemory<CachedText | Absent>(
  MEMORY_LIMIT,
  (found) => ("text" in found ? found.text.length : (found.movedTo?.length ?? 0)),
  (found) => "text" in found,
);

const pages = new LeveledMemory<CachedText>(MEMORY_LIMIT, (page) => page.text.length);

/** Forgets what this isolate remembers of the catalog, and what it is reading: it has changed. */
function forgetHot(ctx: Ctx): void {
  documents.forget();
  pages.forget();
  forgetSharedAnswers();
  distrustOlderEntries(ctx);
}

export function documentKey(currency: string, idOrSlug: string): string {
  return `product:${currency}:${idOrSlug}`;
}

/** A product document through all levels: isolate memory, KV (valid for one epoch), then what `readReplica` finds. */
export function readDocument(
  ctx: Ctx,
  key: string,
  readReplica: () => Promise<ReplicaAnswer<CachedText | Absent>>,
): Promise<Leveled<CachedText | Absent>> {
  return documents.get(ctx, key, () => readBehind(ctx, key, "epoch", readReplica));
}

/**
 * A page through all levels: isolate memory, KV (valid for one version of the catalog), then what `readReplica` makes.
 * With `kept` false KV is not asked: pages that hardly anybody asks for are not in it.
 */
export function readPage(
  ctx: Ctx,
  key: string,
  readReplica: () => Promise<ReplicaAnswer<CachedText>>,
  kept = true,
): Promise<Leveled<CachedText>> {
  return pages.get(ctx, key, async () => {
    if (kept) return readBehind(ctx, key, "version", readReplica);
    return { value: (await readReplica()).value, level: "replica" };
  });
}

async function readBehind<Value extends CachedText | Absent>(
  ctx: Ctx,
  key: string,
  by: keyof CatalogVersions,
  readReplica: () => Promise<ReplicaAnswer<Value>>,
): Promise<Found<Value | CachedText>> {
  const known = await readEntry(ctx, key, by);
  if (!known) return readAndKeep(ctx, key, readReplica, false);
  if (known.staleUntil === undefined) return { value: known.cached, level: "kv" };
  const renew = () => readAndKeep(ctx, key, readReplica, true);
  return { value: known.cached, level: "kv-stale", stale: { until: known.staleUntil, renew } };
}

/** Reads the replica and keeps in KV what it answers. What is no longer to be kept takes its overtaken entry along. */
async function readAndKeep<Value extends CachedText | Absent>(
  ctx: Ctx,
  key: string,
  readReplica: () => Promise<ReplicaAnswer<Value>>,
  overtaken: boolean,
): Promise<Leveled<Value>> {
  // Before it is read: nothing in the entry is older than the entry says.
  const readAt = ctx.now().getTime();
  const { value, versions } = await readReplica();
  if (versions && "text" in value) afterAnswer(ctx, writeEntry(ctx, key, versions, value, readAt));
  else if (overtaken) afterAnswer(ctx, removeEntry(ctx, key));
  return { value, level: "replica" };
}

/** Writes and removes documents, and forgets what this isolate remembers. */
export async function publishDocuments(
  ctx: Ctx,
  versions: CatalogVersions,
  changes: { put: ReadonlyMap<string, CachedText>; remove: readonly string[] },
): Promise<void> {
  forgetHot(ctx);
  const readAt = ctx.now().getTime();
  await Promise.all([
    ...[...changes.put].map(([key, cached]) => writeEntry(ctx, key, versions, cached, readAt)),
    ...changes.remove.map((key) => removeEntry(ctx, key)),
  ]);
  forgetHot(ctx);
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
  forgetHot(ctx);
  try {
    await ctx.env.CATALOG_CACHE.put(VERSIONS_KEY, JSON.stringify(versions));
  } catch (error) {
    ctx.log.warn("the catalog's versions could not be published at once", describeError(error));
  }
  // Who read meanwhile may have found the old versions in KV.
  forgetHot(ctx);
}
