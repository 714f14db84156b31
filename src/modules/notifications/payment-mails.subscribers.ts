import type { Ctx } from "../../platform/ctx.ts";
import { type EventEnvelope, subscribe } from "../../platform/events.ts";
import type { Mail } from "../../platform/mailer.ts";
import { findOrder } from "../orders/index.ts";
import {
  authorizationLapsed,
  disputeOpened,
  findDispute,
  findRefund,
  refundFailed,
  refundMade,
} from "../payments/index.ts";
import { type Shop, shopOf } from "./mail-page.ts";
import { mailStaff } from "./mail-staff.ts";
import {
  authorizationLapsedStaffMail,
  disputedStaffMail,
  type PaymentMail,
  refundFailedStaffMail,
  refundMadeMail,
} from "./payment-mails.ts";
import { sendOnce } from "./send-once.ts";

async function mailOrderToStaff(
  ctx: Ctx,
  envelope: EventEnvelope,
  about: { template: string; orderId: string },
  make: (about: PaymentMail, shop: Shop) => Promise<Mail>,
): Promise<void> {
  const order = await findOrder(ctx, about.orderId);
  if (!order) return;
  await mailStaff(ctx, envelope, about, (to) => make({ to, orderNumber: order.number }, shopOf(ctx)));
}

export const paymentMailSubscribers = [
  // What another flow gives back is told of in its own mail; what was made at Stripe by hand, by who made it.
  subscribe("notifications.refund-made", refundMade, async (ctx, { refund_id, order_id }, envelope) => {
    const refund = await findRefund(ctx, refund_id);
    // One that has failed meanwhile is not on its way; staff are told of it.
    const isOnItsWay =
      refund?.source === "staff" && refund.status !== "failed" && refund.status !== "canceled";
    const order = isOnItsWay ? await findOrder(ctx, order_id) : null;
    if (!refund || !order) return;
    const mail = await refundMadeMail({ to: order.email, orderNumber: order.number }, refund, shopOf(ctx));
    await sendOnce(ctx, { eventId: envelope.id, template: "refund-made", orderId: order_id }, mail);
  }),
  subscribe("notifications.staff-refund-failed", refundFailed, async (ctx, payload, envelope) => {
    const refund = await findRefund(ctx, payload.refund_id);
    if (!refund) return;
    await mailOrderToStaff(
      ctx,
      envelope,
      { template: "staff-refund-failed", orderId: payload.order_id },
      (about, shop) => refundFailedStaffMail(about, refund, shop),
    );
  }),
  subscribe("notifications.staff-disputed", disputeOpened, async (ctx, payload, envelope) => {
    const dispute = await findDispute(ctx, payload.dispute_id);
    if (!dispute) return;
    await mailOrderToStaff(
      ctx,
      envelope,
      { template: "staff-disputed", orderId: payload.order_id },
      (about, shop) => disputedStaffMail(about, dispute, shop),
    );
  }),
  subscribe("notifications.staff-authorization-lapsed", authorizationLapsed, (ctx, payload, envelope) =>
    mailOrderToStaff(
      ctx,
      envelope,
      { template: "staff-authorization-lapsed", orderId: payload.order_id },
      authorizationLapsedStaffMail,
    ),
  ),
] as const;
