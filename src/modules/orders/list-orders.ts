import { hasPermission, requireUser, type UserActor } from "../../platform/auth.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { decodeCursor, pageOf } from "../../platform/pagination.ts";
import { findOrders, type OrderFilter, ordersStmt } from "./orders.repo.ts";
import { readAsOwner } from "./read-as-owner.ts";

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
  return pageOfOrders(ctx, hasPermission(ctx, "order:manage") ? undefined : requireUser(ctx), input);
}

/** One keyset page of the caller's own orders, for staff too. */
export async function listOwnOrders(ctx: Ctx, input: ListOrders) {
  return pageOfOrders(ctx, requireUser(ctx), input);
}

async function pageOfOrders(ctx: Ctx, owner: UserActor | undefined, input: ListOrders) {
  const { limit, cursor, sort, ...filter } = input;
  const page = { after: decodeCursor(cursor, sort), descending: sort === "-created_at", limit: limit + 1 };
  const query = [{ ...filter, owner_id: owner?.id }, page] as const;
  const rows = owner ? await readAsOwner(ctx, owner, ordersStmt(...query)) : await findOrders(ctx, ...query);
  return pageOf(rows, limit, (row) => ({ sort, value: row.placed_at, id: row.id }));
}
