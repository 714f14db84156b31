import type { Ctx } from "../../platform/ctx.ts";
import { type EventEnvelope, subscribe } from "../../platform/events.ts";
import type { Mail } from "../../platform/mailer.ts";
import {
  type Fulfillment,
  fulfillmentDelivered,
  fulfillmentShipped,
  readFulfillment,
} from "../fulfillment/index.ts";
import { findOrder, type Order, orderView } from "../orders/index.ts";
import { deliveredMail, shippedMail } from "./fulfillment-mails.ts";
import { type Shop, shopOf } from "./mail-page.ts";
import { sendOnce } from "./send-once.ts";

async function mailAboutFulfillment(
  ctx: Ctx,
  about: { order_id: string; fulfillment_id: string },
  event: EventEnvelope,
  template: string,
  make: (order: Order, fulfillment: Fulfillment, shop: Shop) => Promise<Mail>,
): Promise<void> {
  const orderId = about.order_id;
  const order = await findOrder(ctx, orderId);
  const fulfillment = await readFulfillment(ctx, orderId, about.fulfillment_id);
  if (!order || !fulfillment) return;
  const mail = await make(orderView(order, ctx), fulfillment, shopOf(ctx));
  await sendOnce(ctx, { eventId: event.id, template, orderId }, mail);
}

// A fulfillment that is cancelled was never announced: only what is sent is.
export const fulfillmentMailSubscribers = [
  subscribe("notifications.fulfillment-shipped", fulfillmentShipped, (ctx, payload, event) =>
    mailAboutFulfillment(ctx, payload, event, "fulfillment-shipped", shippedMail),
  ),
  subscribe("notifications.fulfillment-delivered", fulfillmentDelivered, (ctx, payload, event) =>
    mailAboutFulfillment(ctx, payload, event, "fulfillment-delivered", deliveredMail),
  ),
] as const;
