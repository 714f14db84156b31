import type { Ctx } from "../../platform/ctx.ts";
import { readBatch } from "../../platform/db.ts";
import { orderStmt, type OrderRow } from "../orders/index.ts";
import { paymentOfOrderStmt, type PaymentRow } from "../payments/index.ts";

/** An order and its payment as of one moment: whoever decides from both must not read them one after the other. */
export async function readOrder(
  ctx: Ctx,
  orderId: string,
): Promise<{ order: OrderRow; payment: PaymentRow | null } | undefined> {
  const [[order], [payment]] = await readBatch<[OrderRow, PaymentRow]>(ctx.env.DB, [
    orderStmt(orderId),
    paymentOfOrderStmt(orderId),
  ]);
  return order ? { order, payment: payment ?? null } : undefined;
}
