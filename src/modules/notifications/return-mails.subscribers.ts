import type { Ctx } from "../../platform/ctx.ts";
import { type EventEnvelope, type EventType, subscribe } from "../../platform/events.ts";
import type { Mail } from "../../platform/mailer.ts";
import { formatMoney } from "../../platform/money.ts";
import { paymentUrl } from "../checkout/index.ts";
import { findOrder, outstandingOf, paymentsOf } from "../orders/index.ts";
import {
  findReturn,
  returnApproved,
  returnExchanged,
  returnReceived,
  returnRefunded,
  returnRejected,
  returnRequested,
  returnView,
} from "../returns/index.ts";
import { type Shop, shopOf } from "./mail-page.ts";
import { mailStaff } from "./mail-staff.ts";
import {
  returnApprovedMail,
  returnExchangedMail,
  type ReturnMail,
  returnReceivedMail,
  returnRefundedMail,
  returnRejectedMail,
  returnRequestedMail,
  returnRequestedStaffMail,
} from "./return-mails.ts";
import { sendOnce } from "./send-once.ts";

interface ReturnRef {
  order_id: string;
  return_id: string;
}

async function findReturnMail(ctx: Ctx, ref: ReturnRef): Promise<ReturnMail | undefined> {
  const order = await findOrder(ctx, ref.order_id);
  const found = await findReturn(ctx, ref.return_id);
  if (!order || !found) return undefined;
  return { to: order.email, orderNumber: order.number, returned: returnView(found, ctx) };
}

function mailCustomer(
  template: string,
  event: EventType<ReturnRef>,
  make: (about: ReturnMail, shop: Shop) => Promise<Mail> | undefined,
) {
  return subscribe(`notifications.${template}`, event, async (ctx, payload, envelope) => {
    const about = await findReturnMail(ctx, payload);
    const mail = about && (await make(about, shopOf(ctx)));
    if (mail) await sendOnce(ctx, { eventId: envelope.id, template, orderId: payload.order_id }, mail);
  });
}

async function mailReturnToStaff(ctx: Ctx, payload: ReturnRef, envelope: EventEnvelope): Promise<void> {
  const about = await findReturnMail(ctx, payload);
  if (!about) return;
  await mailStaff(ctx, envelope, { template: "staff-return-requested", orderId: payload.order_id }, (to) =>
    returnRequestedStaffMail({ ...about, to }, shopOf(ctx)),
  );
}

/** What goes back of what was decided on; nothing is told while all of it has failed, which staff are told of. */
function refundMail(about: ReturnMail, shop: Shop): Promise<Mail> | undefined {
  const amount = about.returned.refunds
    .filter(({ status }) => status !== "failed" && status !== "canceled")
    .reduce((sum, refund) => sum + refund.amount.amount, 0);
  return amount === 0 ? undefined : returnRefundedMail(about, amount, shop);
}

async function mailExchange(
  ctx: Ctx,
  payload: ReturnRef & { exchange_order_id: string },
  { id: eventId }: EventEnvelope,
): Promise<void> {
  const about = await findReturnMail(ctx, payload);
  const order = await findOrder(ctx, payload.exchange_order_id);
  if (!about || !order) return;
  const due = formatMoney({ amount: outstandingOf(paymentsOf(order)), currency: order.currency });
  const mail = await returnExchangedMail(
    about,
    { number: order.number, payUrl: await paymentUrl(ctx, order), due },
    shopOf(ctx),
  );
  await sendOnce(ctx, { eventId, template: "return-exchanged", orderId: payload.order_id }, mail);
}

export const returnMailSubscribers = [
  mailCustomer("return-requested", returnRequested, returnRequestedMail),
  subscribe("notifications.staff-return-requested", returnRequested, mailReturnToStaff),
  mailCustomer("return-approved", returnApproved, returnApprovedMail),
  mailCustomer("return-rejected", returnRejected, returnRejectedMail),
  mailCustomer("return-received", returnReceived, returnReceivedMail),
  subscribe("notifications.return-exchanged", returnExchanged, mailExchange),
  mailCustomer("return-refunded", returnRefunded, refundMail),
] as const;
