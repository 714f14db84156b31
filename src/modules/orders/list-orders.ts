import { hasPermission, requireUser } from "../../platform/auth.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { decodeCursor, pageOf } from "../../platform/pagination.ts";
import { findOrders, type OrderFilter } from "./orders.repo.ts";

export interface ListOrders extends Omit<OrderFilter, "owner_id"> {
  limit: number;
  cursor?: string | undefined;
  sort: "created_at" | "-created_at";
}

/**
 * One keyset page of orders: all of them for staff, of any other signed-in user's only the own ones.
 * @throws auth.required for guests; auth.forbidden for API keys that may not manage orders
 */
export async function listOrders(ctx: Ctx, input: ListOrders) {
  return pageOfOrders(ctx, hasPermission(ctx, "order:manage") ? undefined : requireUser(ctx).id, input);
}

/** One keyset page of the caller's own orders, for staff too. */
export async function listOwnOrders(ctx: Ctx, input: ListOrders) {
  return pageOfOrders(ctx, requireUser(ctx).id, input);
}

async function pageOfOrders(ctx: Ctx, ownerId: string | undefined, input: ListOrders) {
  const { limit, cursor, sort, ...filter } = input;
  const rows = await findOrders(
    ctx,
    { ...filter, owner_id: ownerId },
    { after: decodeCursor(cursor, sort), descending: sort === "-created_at", limit: limit + 1 },
  );
  return pageOf(rows, limit, (row) => ({ sort, value: row.placed_at, id: row.id }));
}
