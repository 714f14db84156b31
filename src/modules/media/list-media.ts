import { requirePermission } from "../../platform/auth.ts";
import { fingerprint } from "../../platform/crypto.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { notFound } from "../../platform/errors.ts";
import { decodeCursor, encodeCursor, pageOf, type Pagination } from "../../platform/pagination.ts";
import { findMedia, type MediaRow } from "./media.repo.ts";
import { findMediaPage, type MediaFilter } from "./media-list.repo.ts";

export interface ListMedia extends MediaFilter {
  limit: number;
  cursor?: string | undefined;
  sort: "created_at" | "-created_at";
}

/**
 * One keyset page of the files that a filter selects. A page by `unused` or `q` looks at a bounded number of files: it may hold fewer
 * than `limit`, even none, and yet have a next one. A cursor is good for one sort of one selection.
 */
export async function listMedia(
  ctx: Ctx,
  { limit, cursor, sort, ...filter }: ListMedia,
): Promise<{ rows: MediaRow[]; pagination: Pagination }> {
  requirePermission(ctx, "media:manage");
  const owner = `${sort}:${fingerprint(JSON.stringify(filter))}`;
  const { rows, stoppedAt } = await findMediaPage(ctx, filter, {
    after: decodeCursor(cursor, owner),
    descending: sort === "-created_at",
    limit: limit + 1,
  });
  const positionOf = (row: Pick<MediaRow, "created_at" | "id">) => ({
    sort: owner,
    value: row.created_at,
    id: row.id,
  });
  const page = pageOf(rows, limit, positionOf);
  if (!stoppedAt) return page;
  const next = encodeCursor(positionOf(stoppedAt));
  return { rows: page.rows, pagination: { limit, next_cursor: next, has_more: true } };
}

/** @throws resource.not_found */
export async function mediaOrThrow(ctx: Ctx, id: string): Promise<MediaRow> {
  requirePermission(ctx, "media:manage");
  const row = await findMedia(ctx, id);
  if (!row) throw notFound("There is no such file.");
  return row;
}
