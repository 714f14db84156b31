import { sql } from "drizzle-orm";
import { addSeconds, isoTime } from "../../platform/clock.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { inList, prepareStatement, type Statement } from "../../platform/db.ts";

export interface MediaRow {
  id: string;
  object_key: string;
  sha256: string;
  filename: string;
  alt: string;
  content_type: string;
  bytes: number;
  width: number | null;
  height: number | null;
  created_at: string;
  updated_at: string;
  version: number;
}

/** The columns of a `MediaRow`. */
export const MEDIA_COLUMNS = sql.raw(
  "id, object_key, sha256, filename, alt, content_type, bytes, width, height, created_at, updated_at, version",
);

/** A file of the library by its id. */
export function findMedia(ctx: Ctx, id: string): Promise<MediaRow | null> {
  return prepareStatement(
    ctx.env.DB,
    sql`SELECT ${MEDIA_COLUMNS} FROM media WHERE id = ${id}`,
  ).first<MediaRow>();
}

/** The file of the library with these bytes. */
export function findMediaBySha(ctx: Ctx, sha256: string): Promise<MediaRow | null> {
  return prepareStatement(
    ctx.env.DB,
    sql`SELECT ${MEDIA_COLUMNS} FROM media WHERE sha256 = ${sha256}`,
  ).first<MediaRow>();
}

/** The constraint that a changed or deleted row violates in `updateMediaStmt`. */
export const MEDIA_UNCHANGED = "media.version";

/** Takes over what can be changed of a file, if it still is the version before; else MEDIA_UNCHANGED is violated. */
export function updateMediaStmt(
  ctx: Ctx,
  row: MediaRow,
  changes: { filename: string; alt: string },
): Statement {
  return sql`UPDATE media SET filename = ${changes.filename}, alt = ${changes.alt}, updated_at = ${isoTime(ctx.now())},
    version = CASE WHEN version = ${row.version} THEN version + 1 END WHERE id = ${row.id}`;
}

/** The constraint that `deleteMediaStmts` violates when the file is used, changed or gone. */
export const MEDIA_DELETABLE = "media_orphans.object_key";

/** Deletes a file's row of this version that no product uses, and leaves its object to be collected; else MEDIA_DELETABLE is violated. */
export function deleteMediaStmts(ctx: Ctx, row: MediaRow): Statement[] {
  const urls = pathsOf(ctx, row);
  return [
    sql`INSERT INTO media_orphans (object_key, collect_after) VALUES (
      (SELECT object_key FROM media WHERE id = ${row.id} AND version = ${row.version}
         AND NOT EXISTS (SELECT 1 FROM product_media WHERE url IN (${urls}))
         AND NOT EXISTS (SELECT 1 FROM product_variants WHERE image_url IN (${urls}))),
      ${isoTime(ctx.now())})`,
    sql`DELETE FROM media WHERE id = ${row.id}`,
  ];
}

/** Up to ten products that show the file, by itself or for a variant. */
export async function productsWithMedia(ctx: Ctx, row: MediaRow): Promise<string[]> {
  const urls = pathsOf(ctx, row);
  const rows = await ctx.db.all<{ product_id: string }>(sql`
    SELECT product_id FROM product_media WHERE url IN (${urls})
    UNION SELECT product_id FROM product_variants WHERE image_url IN (${urls}) LIMIT 10`);
  return rows.map((found) => found.product_id);
}

/** A file is linked by its path; an imported CSV may hold it as the absolute URL that an export showed. */
function pathsOf(ctx: Ctx, row: MediaRow) {
  const path = mediaPath(row);
  return sql`${path}, ${`${ctx.config.PUBLIC_URL}${path}`}`;
}

/** Where a file is served, relative to the site: what product_media.url holds. */
export function mediaPath(row: Pick<MediaRow, "object_key">): string {
  return `/${row.object_key}`;
}

/** How long an object may be in the bucket before the row that names it is written. */
const RECORD_WITHIN_SECONDS = 23 * 60 * 60;

/** The collector starts an hour after recording has ended, so that clocks need not agree. */
const COLLECT_DELAY_SECONDS = 60 * 60;

/** Notes that an object is about to be put, so that it is collected if nobody records it. */
export function expectObjectStmt(ctx: Ctx, key: string): Statement {
  const after = isoTime(addSeconds(ctx.now(), RECORD_WITHIN_SECONDS));
  return sql`INSERT INTO media_orphans (object_key, collect_after) VALUES (${key}, ${after})`;
}

/** The constraint that recording violates when the object was left alone for too long and may have been collected. */
export const OBJECT_EXPECTED = "media.object_key";

/** The constraint that recording violates when these bytes are in the library already. */
export const MEDIA_DUPLICATE = "media.sha256";

/** Records an object that was put: from now on it is no orphan. */
export function insertMediaStmts(ctx: Ctx, row: MediaRow): Statement[] {
  const now = isoTime(ctx.now());
  return [
    sql`INSERT INTO media (id, object_key, sha256, filename, alt, content_type, bytes, width, height, created_at, updated_at)
      VALUES (${row.id}, (SELECT object_key FROM media_orphans WHERE object_key = ${row.object_key} AND collect_after > ${now}),
        ${row.sha256}, ${row.filename}, ${row.alt}, ${row.content_type}, ${row.bytes}, ${row.width}, ${row.height},
        ${row.created_at}, ${row.updated_at})`,
    forgetOrphansStmt([row.object_key]),
  ];
}

/** Forgets objects that are gone, or that have a row now. */
export function forgetOrphansStmt(keys: readonly string[]): Statement {
  return sql`DELETE FROM media_orphans WHERE object_key IN ${inList(keys)}`;
}

/** Keys of objects whose time is over. */
export async function dueOrphans(ctx: Ctx, limit: number): Promise<string[]> {
  const before = isoTime(addSeconds(ctx.now(), -COLLECT_DELAY_SECONDS));
  const rows = await ctx.db.all<{ object_key: string }>(
    sql`SELECT object_key FROM media_orphans WHERE collect_after <= ${before} ORDER BY collect_after LIMIT ${limit}`,
  );
  return rows.map((row) => row.object_key);
}
