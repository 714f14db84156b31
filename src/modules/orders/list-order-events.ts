import type { Ctx } from "../../platform/ctx.ts";
import { decodeCursor, pageOf } from "../../platform/pagination.ts";
import { readOrderWith } from "./get-order.ts";
import { type OrderEventRow, orderEventsStmt } from "./order-events.repo.ts";
import { orderEventView } from "./order-events.view.ts";

/**
 * One keyset page of what happened to an order, oldest first, as far as it concerns the caller. One round trip.
 * @throws auth.required; resource.not_found for everybody else's order
 */
export async function listOrderEvents(
  ctx: Ctx,
  input: { orderId: string; orderToken: string | undefined; limit: number; cursor?: string | undefined },
) {
  const { orderId, limit } = input;
  const sort = `events:${orderId}`;
  const after = decodeCursor(input.cursor, sort);
  const { order, isStaff, rows } = await readOrderWith<[OrderEventRow]>(
    ctx,
    orderId,
    input.orderToken,
    (staff) => [orderEventsStmt({ orderId, isStaff: staff, after, limit: limit + 1 })],
  );
  const { rows: page, pagination } = pageOf(rows[0], limit, ({ at, id }) => ({ sort, value: at, id }));
  return { data: page.map((row) => orderEventView(row, order, isStaff)), pagination };
}
