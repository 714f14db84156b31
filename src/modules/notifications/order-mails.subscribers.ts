import type { Ctx } from "../../platform/ctx.ts";
import { type EventEnvelope, subscribe } from "../../platform/events.ts";
import type { Mail } from "../../platform/mailer.ts";
import { findOrder, latePaymentRefunded, type Order, orderPaid, orderView } from "../orders/index.ts";
import { type Shop, shopOf } from "./mail-page.ts";
import { orderConfirmationMail, refundedTooLateMail } from "./order-mails.ts";
import { sendOnce } from "./send-once.ts";

async function mailAboutOrder(
  ctx: Ctx,
  orderId: string,
  event: EventEnvelope,
  template: string,
  make: (order: Order, shop: Shop) => Promise<Mail>,
): Promise<void> {
  const order = await findOrder(ctx, orderId);
  if (!order) return;
  await sendOnce(
    ctx,
    { eventId: event.id, template, orderId },
    await make(orderView(order, ctx), shopOf(ctx)),
  );
}

export const orderMailSubscribers = [
  subscribe("notifications.order-confirmation", orderPaid, (ctx, payload, event) =>
    mailAboutOrder(ctx, payload.order_id, event, "order-confirmation", orderConfirmationMail),
  ),
  subscribe("notifications.refunded-too-late", latePaymentRefunded, (ctx, payload, event) =>
    mailAboutOrder(ctx, payload.order_id, event, "refunded-too-late", refundedTooLateMail),
  ),
] as const;
