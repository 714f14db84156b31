import { requirePermission } from "../../platform/auth.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { notFound } from "../../platform/errors.ts";
import { decodeCursor, pageOf } from "../../platform/pagination.ts";
import { findMedia, findMediaPage, type MediaRow } from "./media.repo.ts";

export interface ListMedia {
  limit: number;
  cursor?: string | undefined;
  sort: "created_at" | "-created_at";
}

/** One keyset page of the library. */
export async function listMedia(ctx: Ctx, { limit, cursor, sort }: ListMedia) {
  requirePermission(ctx, "media:manage");
  const rows = await findMediaPage(ctx, {
    after: decodeCursor(cursor, sort),
    descending: sort === "-created_at",
    limit: limit + 1,
  });
  return pageOf(rows, limit, (row) => ({ sort, value: row.created_at, id: row.id }));
}

/** @throws resource.not_found */
export async function mediaOrThrow(ctx: Ctx, id: string): Promise<MediaRow> {
  requirePermission(ctx, "media:manage");
  const row = await findMedia(ctx, id);
  if (!row) throw notFound("There is no such file.");
  return row;
}
