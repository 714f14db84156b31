import { requirePermission } from "../../platform/auth.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { decodeCursor, pageOf } from "../../platform/pagination.ts";
import { findOrders, type OrderFilter } from "./orders.repo.ts";

export interface ListOrders extends OrderFilter {
  limit: number;
  cursor?: string | undefined;
  sort: "created_at" | "-created_at";
}

/** One keyset page of all orders, for staff. */
export async function listOrders(ctx: Ctx, input: ListOrders) {
  requirePermission(ctx, "order:manage");
  const { limit, cursor, sort, ...filter } = input;
  const rows = await findOrders(ctx, filter, {
    after: decodeCursor(cursor, sort),
    descending: sort === "-created_at",
    limit: limit + 1,
  });
  return pageOf(rows, limit, (row) => ({ sort, value: row.placed_at, id: row.id }));
}
