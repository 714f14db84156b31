import { requirePermission } from "../../platform/auth.ts";
import { fingerprint } from "../../platform/crypto.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { notFound } from "../../platform/errors.ts";
import { decodeCursor, pageOf } from "../../platform/pagination.ts";
import {
  findAttempts,
  findDeliveries,
  findDelivery,
  findMessage,
  type MessageRow,
} from "./deliveries-list.repo.ts";
import type { DeliveryRow } from "./deliveries.repo.ts";
import type { AttemptsQuery, DeliveriesQuery } from "./webhooks.schema.ts";

/** One keyset page of deliveries, newest first. */
export async function listDeliveries(ctx: Ctx, { limit, cursor, ...filter }: DeliveriesQuery) {
  requirePermission(ctx, "system:admin");
  const sort = `-created_at:${fingerprint(JSON.stringify(filter))}`;
  const page = { before: decodeCursor(cursor, sort), limit: limit + 1 };
  const rows = await findDeliveries(ctx, filter, page);
  return pageOf(rows, limit, (row) => ({ sort, value: row.created_at, id: row.id }));
}

/** @throws resource.not_found */
export async function deliveryOrThrow(ctx: Ctx, id: string): Promise<DeliveryRow> {
  requirePermission(ctx, "system:admin");
  return orNotFound(await findDelivery(ctx, id));
}

/** What a delivery sends. @throws resource.not_found */
export async function messageOrThrow(ctx: Ctx, id: string): Promise<MessageRow> {
  requirePermission(ctx, "system:admin");
  return orNotFound(await findMessage(ctx, id));
}

/** One keyset page of a delivery's attempts, the latest first. @throws resource.not_found */
export async function listAttempts(ctx: Ctx, id: string, { limit, cursor }: AttemptsQuery) {
  requirePermission(ctx, "system:admin");
  const sort = "-number";
  const before = decodeCursor(cursor, sort);
  const page = { before: before && Number(before.value), limit: limit + 1 };
  const rows = orNotFound(await findAttempts(ctx, id, page));
  return pageOf(rows, limit, (row) => ({ sort, value: row.number, id }));
}

function orNotFound<Found>(found: Found | undefined): Found {
  if (found === undefined) throw notFound("There is no such delivery.");
  return found;
}
