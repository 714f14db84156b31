import type { Ctx } from "../../platform/ctx.ts";
import type { Chunk } from "./backup.ts";
import { type Line, packLines, unpackLines } from "./chunk-file.ts";
import { type Manifest, manifestSchema } from "./manifest.ts";

/** All dumps in the bucket. */
export const FOLDER = "backups/";

const LISTED = 1_000;

function keyOf(id: string, object: string): string {
  return `${FOLDER}${id}/${object}`;
}

/** Keeps lines of a table. Other content has another name, so that a run that was overtaken replaces nothing. */
export async function keepLines(
  ctx: Ctx,
  id: string,
  place: { table_name: string; round: number; n: number },
  lines: readonly Line[],
): Promise<Chunk> {
  const { bytes, sha256 } = await packLines(lines);
  const name = place.round === 0 ? String(place.n) : `changes-${place.round}`;
  const object = `${place.table_name}/${name}-${sha256.slice(0, 8)}.ndjson.gz`;
  await ctx.env.BACKUPS.put(keyOf(id, object), bytes, { sha256 });
  return { ...place, object, rows: lines.length, bytes: bytes.byteLength, sha256 };
}

/** @throws Error when the object is missing or damaged */
export async function readLines(ctx: Ctx, id: string, chunk: Chunk): Promise<Line[]> {
  const stored = await ctx.env.BACKUPS.get(keyOf(id, chunk.object));
  if (!stored) throw new Error(`${chunk.object} is missing`);
  return unpackLines(await stored.arrayBuffer(), chunk.sha256, chunk.object);
}

/** Writes what makes the dump one: without, nobody restores it. */
export async function keepManifest(ctx: Ctx, manifest: Manifest): Promise<void> {
  await ctx.env.BACKUPS.put(keyOf(manifest.id, "manifest.json"), JSON.stringify(manifest));
}

export async function readManifest(ctx: Ctx, id: string): Promise<Manifest | undefined> {
  const stored = await ctx.env.BACKUPS.get(keyOf(id, "manifest.json"));
  return stored ? manifestSchema.parse(await stored.json()) : undefined;
}

/** What is in the bucket, page by page. */
export async function* listAll(ctx: Ctx, options: R2ListOptions): AsyncGenerator<R2Objects> {
  for (let page: R2ListOptions | undefined = options; page;) {
    const listed: R2Objects = await ctx.env.BACKUPS.list(page);
    yield listed;
    page = listed.truncated ? { ...options, cursor: listed.cursor } : undefined;
  }
}

/** The ids of what is in the bucket, whole or not: a few dozen at most. */
export async function listFolders(ctx: Ctx): Promise<string[]> {
  const found: string[] = [];
  for await (const { delimitedPrefixes } of listAll(ctx, { prefix: FOLDER, delimiter: "/" })) {
    found.push(...delimitedPrefixes.map((prefix) => prefix.slice(FOLDER.length, -1)));
  }
  return found;
}

/** Deletes the objects of a dump, the manifest first: what is left after a crash is no dump. */
export async function deleteObjects(ctx: Ctx, id: string): Promise<void> {
  await ctx.env.BACKUPS.delete(keyOf(id, "manifest.json"));
  for (;;) {
    const { objects } = await ctx.env.BACKUPS.list({ prefix: keyOf(id, ""), limit: LISTED });
    if (objects.length === 0) return;
    await ctx.env.BACKUPS.delete(objects.map(({ key }) => key));
  }
}
