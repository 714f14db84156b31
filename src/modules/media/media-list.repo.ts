import { type SQL, sql } from "drizzle-orm";
import type { Ctx } from "../../platform/ctx.ts";
import { noRows, readBatch } from "../../platform/db.ts";
import { byTime, type KeysetPage } from "../../platform/keyset.ts";
import { MEDIA_COLUMNS, type MediaRow } from "./media.repo.ts";

/** What a kind's content types begin with. */
const KINDS = { image: "image", video: "video", document: "application" } as const;

export type MediaKind = keyof typeof KINDS;

export const MEDIA_KINDS = Object.keys(KINDS) as [MediaKind, ...MediaKind[]];

export interface MediaFilter {
  type?: MediaKind | undefined;
  /** Whether no product shows the file, by itself or for a variant. Descriptions are not searched: all of them, for each file of a page. */
  unused?: boolean | undefined;
  /** A part of the name or the alt text, whatever the case of A to Z. */
  q?: string | undefined;
  /** RFC 3339 UTC, the first moment. */
  createdAfter?: string | undefined;
  /** RFC 3339 UTC, the first moment that is too late. */
  createdBefore?: string | undefined;
}

interface MediaPage {
  /** Up to `limit` files. */
  rows: MediaRow[];
  /** Where a search stopped that had not found `limit` files by then, although there are more to look at. */
  stoppedAt: Pick<MediaRow, "created_at" | "id"> | undefined;
}

/** How many files a page looks at to find those that it is to hold, for no index tells what is unused or named like `q`. */
const EXAMINED = 1_000;

/** Has to read as in the index `media_kind`. */
const KIND = sql.raw("substr(content_type, 1, instr(content_type, '/') - 1)");

/** The files of the library that a filter selects, by time of uploading, from a position on. The id breaks ties. */
export async function findMediaPage(ctx: Ctx, filter: MediaFilter, page: KeysetPage): Promise<MediaPage> {
  const { beyond, order } = byTime(page);
  const range = sql.join([...rangeOf(filter), ...beyond], sql` AND `);
  const sieve = sieveOf(ctx, filter);
  const examined = sieve.length > 0 ? EXAMINED : page.limit;
  const [rows, ends] = await readBatch<[MediaRow, Pick<MediaRow, "created_at" | "id">]>(ctx.env.DB, [
    sql`WITH examined AS MATERIALIZED (SELECT ${MEDIA_COLUMNS} FROM media WHERE ${range} ${order} LIMIT ${examined})
      SELECT * FROM examined WHERE ${sql.join([sql`true`, ...sieve], sql` AND `)} ${order} LIMIT ${page.limit}`,
    sieve.length > 0
      ? sql`SELECT created_at, id FROM media WHERE ${range} ${order} LIMIT 2 OFFSET ${EXAMINED - 1}`
      : noRows,
  ]);
  const isCut = rows.length < page.limit && ends.length === 2;
  return { rows, stoppedAt: isCut ? ends[0] : undefined };
}

/** What an index answers. */
function rangeOf(filter: MediaFilter): SQL[] {
  const conditions = [sql`true`];
  if (filter.type !== undefined) conditions.push(sql`${KIND} = ${KINDS[filter.type]}`);
  if (filter.createdAfter !== undefined) conditions.push(sql`created_at >= ${filter.createdAfter}`);
  if (filter.createdBefore !== undefined) conditions.push(sql`created_at < ${filter.createdBefore}`);
  return conditions;
}

/** What has to be looked at file by file. */
function sieveOf(ctx: Ctx, { unused, q }: MediaFilter): SQL[] {
  const conditions: SQL[] = [];
  if (unused !== undefined) {
    // As in `deleteMediaStmts`: linked by its path, or by the absolute URL that an export showed.
    const urls = sql`('/' || object_key, ${`${ctx.config.PUBLIC_URL}/`} || object_key)`;
    const isUsed = sql`(EXISTS (SELECT 1 FROM product_media WHERE url IN ${urls})
      OR EXISTS (SELECT 1 FROM product_variants WHERE image_url IN ${urls}))`;
    conditions.push(unused ? sql`NOT ${isUsed}` : isUsed);
  }
  if (q !== undefined) {
    // LIKE takes patterns of 50 bytes at most, and % and _ would mean something.
    conditions.push(sql`(instr(lower(filename), lower(${q})) > 0 OR instr(lower(alt), lower(${q})) > 0)`);
  }
  return conditions;
}
