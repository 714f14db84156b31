import type { Ctx } from "../../platform/ctx.ts";
import { signToken } from "../../platform/tokens.ts";
import { type OrderPaymentJson, type OrderRow, paymentsOf } from "../orders/index.ts";
import { payablePayment } from "./attempt-payment.ts";

/** The payment of an order that waits for the customer; undefined when none does, also while Stripe works on one. */
export function openPaymentOf(
  ctx: Ctx,
  order: Pick<OrderRow, "status" | "expires_at" | "payments">,
): OrderPaymentJson | undefined {
  const payment = payablePayment(ctx, order, paymentsOf(order));
  return payment && !NOT_WAITING.includes(payment.status) ? payment : undefined;
}

/** The page that shows an order to whoever follows the link, also to a guest. The token stands behind the "#", as below. */
export async function orderUrl(ctx: Ctx, orderId: string): Promise<string> {
  return `${ctx.config.PUBLIC_URL}/orders/${orderId}#token=${await signToken(ctx, "order", orderId)}`;
}

const NOT_WAITING = ["processing", "requires_capture", "succeeded", "canceled"];

/**
 * The page on which the customer pays an order; null when nothing is to be paid (any more). What gives access stands behind the "#":
 * browsers send that to no server and name it in no Referer.
 */
export async function paymentUrl(
  ctx: Ctx,
  order: Pick<OrderRow, "id" | "status" | "expires_at" | "payments">,
): Promise<string | null> {
  if (!openPaymentOf(ctx, order)) return null;
  return `${ctx.config.PUBLIC_URL}/pay/#order=${order.id}&token=${await signToken(ctx, "order", order.id)}`;
}
