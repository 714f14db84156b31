import { subscribe } from "../../platform/events.ts";
import type { Job } from "../../platform/jobs.ts";
import { emptyOrderedCart, isOrderedCartEmptied } from "../cart/index.ts";
import { findOrder, orderedLines, orderPaidTooLate, orderPlaced } from "../orders/index.ts";
import { intentChanged } from "../payments/index.ts";
import { expireOrders } from "./expire-orders.ts";
import { refundLatePayment } from "./refund-late.ts";
import { reconcileJob } from "./reconcile-payments.ts";
import { settleIntent } from "./settle-payment.ts";

export { checkoutRoutes } from "./checkout.routes.ts";
export { reorderRoutes } from "./reorder.routes.ts";
export { commitOrder } from "./commit-order.ts";
export { draftOrder } from "./draft-order.ts";
export { openPaymentOf, orderUrl, paymentUrl } from "./payment-link.ts";
export { reconciliationRoutes } from "./reconciliation.routes.ts";
export { settleOrder } from "./settle-payment.ts";

export const checkoutSubscribers = [
  subscribe("checkout.settle", intentChanged, (ctx, payload) =>
    settleIntent(ctx, payload.intent_id, payload.stripe_event_id, payload.about),
  ),
  // Placing an order empties the cart itself; this is for the run that died before it came to that.
  subscribe("checkout.empty-ordered-cart", orderPlaced, async (ctx, payload) => {
    // What no cart became has a cart_id that names none.
    if (payload.order && payload.order.source !== "cart") return;
    if (await isOrderedCartEmptied(ctx, payload.cart_id, payload.cart_generation)) return;
    const order = await findOrder(ctx, payload.order_id);
    if (order?.source !== "cart") return;
    await emptyOrderedCart(ctx, payload.cart_id, payload.cart_generation, orderedLines(order));
  }),
  subscribe("checkout.refund-late-payment", orderPaidTooLate, (ctx, payload) =>
    refundLatePayment(ctx, payload.order_id),
  ),
] as const;

export const checkoutJobs: readonly Job[] = [
  {
    name: "checkout.expire-orders",
    description: "Settles or expires orders whose time to be paid is over",
    schedule: { everyMinutes: 1 },
    leaseSeconds: 300,
    run: expireOrders,
  },
  reconcileJob,
];
