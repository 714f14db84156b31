import { requirePermission } from "../../platform/auth.ts";
import { isoTime } from "../../platform/clock.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { notFound } from "../../platform/errors.ts";
import { decodeCursor, pageOf } from "../../platform/pagination.ts";
import {
  findNotificationById,
  findNotifications,
  type NotificationFilter,
  type NotificationRow,
} from "./notifications-list.repo.ts";

const SORT = "-created_at";

/** One keyset page of the record of mails, the latest first. @throws auth.forbidden */
export async function listNotifications(
  ctx: Ctx,
  {
    limit,
    cursor,
    undelivered_since: since,
    ...equal
  }: NotificationFilter & { limit: number; cursor?: string | undefined },
) {
  requirePermission(ctx, "order:manage");
  const after = decodeCursor(cursor, SORT);
  const filter = { ...equal, undelivered_since: since && isoTime(new Date(since)) };
  const rows = await findNotifications(ctx, filter, { after, limit: limit + 1 });
  return pageOf(rows, limit, (row) => ({ sort: SORT, value: row.created_at, id: row.id }));
}

/** @throws resource.not_found; auth.forbidden */
export async function notificationOrThrow(ctx: Ctx, id: string): Promise<NotificationRow> {
  requirePermission(ctx, "order:manage");
  const row = await findNotificationById(ctx, id);
  if (!row) throw notFound("There is no such mail.");
  return row;
}
