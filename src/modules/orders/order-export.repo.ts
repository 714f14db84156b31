import { sql } from "drizzle-orm";
import type { Ctx } from "../../platform/ctx.ts";
import type { OrderFilter } from "./order-filter.repo.ts";
import { type OrderPage, type OrderRow, ordersStmt, pageOfOrders } from "./orders.repo.ts";

/** An order with what only its export tells. */
export interface ExportedOrderRow extends OrderRow {
  paid_at: string | null;
  fulfilled_at: string | null;
  cancelled_at: string | null;
  paid_with: string | null;
}

const MORE = sql.raw(`,
  (SELECT MIN(x.occurred_at) FROM payments p JOIN payment_transactions x ON x.payment_id = p.id AND x.kind = 'captured'
    WHERE p.order_id = o.id) AS paid_at,
  (SELECT MAX(t.at) FROM order_transitions t WHERE t.order_id = o.id AND t.action = 'ship') AS fulfilled_at,
  (SELECT MAX(t.at) FROM order_transitions t WHERE t.order_id = o.id AND t.action = 'cancel') AS cancelled_at,
  (SELECT group_concat(COALESCE(p.method ->> '$.brand', p.method ->> '$.type'), ' + ') FROM payments p
    WHERE p.order_id = o.id AND p.captured > 0) AS paid_with`);

/** Orders as they are exported, from a position on. */
export function findExportedOrders(
  ctx: Ctx,
  filter: OrderFilter,
  page: OrderPage,
): Promise<ExportedOrderRow[]> {
  return ctx.db.all<ExportedOrderRow>(ordersStmt(filter, page, MORE).getSQL());
}

/** The place of the `count`-th order from a position on, if more come after it. */
export async function findPlaceBeforeMore(
  ctx: Ctx,
  filter: OrderFilter,
  page: Omit<OrderPage, "limit">,
  count: number,
): Promise<{ placed_at: string; id: string } | undefined> {
  const [last, next] = await ctx.db.all<{ placed_at: string; id: string }>(
    sql`SELECT o.placed_at, o.id FROM orders o ${pageOfOrders(filter, { ...page, limit: 2, offset: count - 1 })}`,
  );
  return next && last;
}
