import type { Ctx } from "../../platform/ctx.ts";
import { subscribe } from "../../platform/events.ts";
import type { Mail } from "../../platform/mailer.ts";
import { findOrder, type Order, orderPaid, orderPaidTooLate, orderView } from "../orders/index.ts";
import { orderConfirmationMail, refundedTooLateMail } from "./order-mails.ts";
import { sendOnce } from "./send-once.ts";

type Template = (order: Order, shop: { name: string; url: string }) => Promise<Mail>;

async function mailAboutOrder(
  ctx: Ctx,
  orderId: string,
  eventId: string,
  name: string,
  template: Template,
): Promise<void> {
  const order = await findOrder(ctx, orderId);
  if (!order) return;
  const mail = await template(orderView(order), { name: ctx.config.SHOP_NAME, url: ctx.config.PUBLIC_URL });
  await sendOnce(ctx, { eventId, template: name, orderId }, mail);
}

export const notificationSubscribers = [
  subscribe("notifications.order-confirmation", orderPaid, (ctx, payload, event) =>
    mailAboutOrder(ctx, payload.order_id, event.id, "order-confirmation", orderConfirmationMail),
  ),
  subscribe("notifications.refunded-too-late", orderPaidTooLate, (ctx, payload, event) =>
    mailAboutOrder(ctx, payload.order_id, event.id, "refunded-too-late", refundedTooLateMail),
  ),
] as const;
