import type { Ctx } from "../../platform/ctx.ts";
import type { OrderRow } from "../orders/index.ts";
import { type Books, type PaymentRow, readOrderBooks } from "../payments/index.ts";

/**
 * An order with the payment that it was placed with and the books of all its money, as of one moment: whoever decides from both must
 * not read them one after the other.
 */
export async function readOrder(
  ctx: Ctx,
  orderId: string,
): Promise<{ order: OrderRow; payment: PaymentRow | null; books: Books } | undefined> {
  const read = await readOrderBooks(ctx, orderId);
  return read && { ...read, payment: read.books.payments.find(({ purpose }) => purpose === "order") ?? null };
}
