import type { Ctx } from "../../platform/ctx.ts";
import { requirePermission } from "../../platform/auth.ts";
import { money } from "../../platform/money.ts";
import { commit } from "../../platform/commit.ts";
import { openPaymentOf, paymentUrl } from "../checkout/index.ts";
import { findOrder, orderOrThrow, type OrderRow } from "../orders/index.ts";
import { testPaymentMethods } from "../payments/index.ts";
import { askForDifference } from "./ask-difference.ts";
import { nothingToPay } from "./order-changes.errors.ts";
import { paymentLinkRequested } from "./order-changes.events.ts";

/** What is to be paid of an order, and with what, for the page that the payment link leads to. */
export async function payableOrder(ctx: Ctx, orderId: string, orderToken: string | undefined) {
  const order = await orderOrThrow(ctx, orderId, orderToken);
  const payment = openPaymentOf(ctx, order);
  const tests = testPaymentMethods(ctx);
  return {
    order_id: order.id,
    order_number: order.number,
    shop: ctx.config.SHOP_NAME,
    payment: payment
      ? {
          id: payment.id,
          purpose: payment.purpose,
          status: payment.status,
          amount: money(payment.amount, order.currency),
          ...payableUntil(order, payment.purpose),
        }
      : null,
    publishable_key: ctx.config.STRIPE_PUBLISHABLE_KEY,
    ...(tests ? { test_payment_methods: tests } : {}),
  };
}

/**
 * The link with which the customer pays what is open, mailed to them if that is asked. A difference that was closed and not replaced is
 * asked for anew.
 * @throws resource.not_found; order.nothing_to_pay
 */
export async function paymentLink(ctx: Ctx, input: { orderId: string; notify: boolean }) {
  requirePermission(ctx, "order:manage");
  let order = await orderOrThrow(ctx, input.orderId, undefined);
  if (!openPaymentOf(ctx, order)) {
    await askForDifference(ctx, order.id);
    order = (await findOrder(ctx, order.id)) ?? order;
  }
  const url = await paymentUrl(ctx, order);
  const payment = openPaymentOf(ctx, order);
  if (url === null || !payment) throw nothingToPay("There is nothing that the customer could pay now.");
  if (input.notify) {
    await commit(ctx, {
      statements: [],
      events: [paymentLinkRequested({ order_id: order.id })],
      audit: {
        action: "order.mail_payment_link",
        entity: "order",
        entityId: order.id,
        after: { payment: payment.id, amount: payment.amount },
      },
    });
  }
  return {
    order_id: order.id,
    payment_url: url,
    amount: money(payment.amount, order.currency),
    ...payableUntil(order, payment.purpose),
  };
}

function payableUntil({ expires_at: until }: OrderRow, purpose: string) {
  return purpose === "order" && until !== null ? { payable_until: until } : {};
}
