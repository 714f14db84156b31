import { requirePermission } from "../../platform/auth.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { decodeCursor, pageOf } from "../../platform/pagination.ts";
import { orderOrThrow } from "../orders/index.ts";
import type { FulfillmentState } from "./fulfillment.machine.ts";
import { findFulfillments } from "./fulfillment.repo.ts";

export interface ListFulfillments {
  limit: number;
  cursor?: string | undefined;
  sort: "created_at" | "-created_at";
  status?: FulfillmentState | undefined;
  order_id?: string | undefined;
}

/** One keyset page of the shop's fulfillments, for staff. */
export async function listFulfillments(ctx: Ctx, input: ListFulfillments) {
  requirePermission(ctx, "order:manage");
  return page(ctx, input);
}

/** One keyset page of an order's fulfillments, for whoever may see the order. */
export async function listOrderFulfillments(
  ctx: Ctx,
  order: { id: string; token: string | undefined },
  input: ListFulfillments,
) {
  await orderOrThrow(ctx, order.id, order.token);
  return page(ctx, { ...input, order_id: order.id });
}

async function page(ctx: Ctx, { limit, cursor, sort, ...filter }: ListFulfillments) {
  const rows = await findFulfillments(ctx, filter, {
    after: decodeCursor(cursor, sort),
    descending: sort === "-created_at",
    limit: limit + 1,
  });
  return pageOf(rows, limit, (row) => ({ sort, value: row.created_at, id: row.id }));
}
