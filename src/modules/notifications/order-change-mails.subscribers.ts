import type { Ctx } from "../../platform/ctx.ts";
import { type EventEnvelope, subscribe } from "../../platform/events.ts";
import type { Mail } from "../../platform/mailer.ts";
import { paymentUrl } from "../checkout/index.ts";
import { draftSent } from "../draft-orders/index.ts";
import {
  findOrderChange,
  orderCancelled,
  orderEdited,
  type OrderChangeNotice,
  paymentLinkRequested,
  unitsCancelled,
} from "../order-changes/index.ts";
import { findOrder, orderView } from "../orders/index.ts";
import { type Shop, shopOf } from "./mail-page.ts";
import {
  type ChangeLetter,
  orderCancelledMail,
  orderEditedMail,
  paymentLinkMail,
  unitsCancelledMail,
} from "./order-change-mails.ts";
import { sendOnce } from "./send-once.ts";

type Make = (letter: ChangeLetter, shop: Shop) => Promise<Mail>;

async function mail(
  ctx: Ctx,
  event: EventEnvelope,
  about: { orderId: string; notice: OrderChangeNotice; template: string; make: Make },
): Promise<void> {
  const { orderId, notice, template, make } = about;
  const order = await findOrder(ctx, orderId);
  if (!order) return;
  const url = await paymentUrl(ctx, order);
  // Paid or given up meanwhile: there is nothing to ask for.
  if (template === "payment-link" && url === null) return;
  const letter = await make({ order: orderView(order, ctx), notice, paymentUrl: url }, shopOf(ctx));
  await sendOnce(ctx, { eventId: event.id, template, orderId }, letter);
}

async function mailStep(
  ctx: Ctx,
  payload: { order_id: string; seq: number; notify: boolean },
  event: EventEnvelope,
  template: string,
  make: Make,
): Promise<void> {
  if (!payload.notify) return;
  const notice = await findOrderChange(ctx, payload.order_id, payload.seq);
  if (notice) await mail(ctx, event, { orderId: payload.order_id, notice, template, make });
}

function mailLink(ctx: Ctx, orderId: string, event: EventEnvelope): Promise<void> {
  return mail(ctx, event, { orderId, notice: {}, template: "payment-link", make: paymentLinkMail });
}

export const orderChangeMailSubscribers = [
  subscribe("notifications.order-cancelled", orderCancelled, (ctx, payload, event) =>
    mailStep(ctx, payload, event, "order-cancelled", orderCancelledMail),
  ),
  subscribe("notifications.order-units-cancelled", unitsCancelled, (ctx, payload, event) =>
    mailStep(ctx, payload, event, "order-units-cancelled", unitsCancelledMail),
  ),
  subscribe("notifications.order-edited", orderEdited, (ctx, payload, event) =>
    mailStep(ctx, payload, event, "order-edited", orderEditedMail),
  ),
  subscribe("notifications.draft-sent", draftSent, async (ctx, payload, event) => {
    if (payload.notify) await mailLink(ctx, payload.order_id, event);
  }),
  subscribe("notifications.payment-link", paymentLinkRequested, (ctx, payload, event) =>
    mailLink(ctx, payload.order_id, event),
  ),
] as const;
