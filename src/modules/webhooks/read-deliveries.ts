import { requirePermission } from "../../platform/auth.ts";
import { fingerprint } from "../../platform/crypto.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { notFound } from "../../platform/errors.ts";
import { decodeCursor, pageOf } from "../../platform/pagination.ts";
import { findDeliveries, readDelivery } from "./deliveries-list.repo.ts";
import type { DeliveriesQuery } from "./webhooks.schema.ts";

/** One keyset page of deliveries, newest first. */
export async function listDeliveries(ctx: Ctx, { limit, cursor, ...filter }: DeliveriesQuery) {
  requirePermission(ctx, "system:admin");
  const sort = `-created_at:${fingerprint(JSON.stringify(filter))}`;
  const page = { before: decodeCursor(cursor, sort), limit: limit + 1 };
  const rows = await findDeliveries(ctx, filter, page);
  return pageOf(rows, limit, (row) => ({ sort, value: row.created_at, id: row.id }));
}

/** A delivery with its body and attempts. @throws resource.not_found */
export async function deliveryOrThrow(ctx: Ctx, id: string) {
  requirePermission(ctx, "system:admin");
  const found = await readDelivery(ctx, id);
  if (!found) throw notFound("There is no such delivery.");
  return found;
}
