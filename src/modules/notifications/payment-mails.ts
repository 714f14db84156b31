import type { Ctx } from "../../platform/ctx.ts";
import { type Money, money } from "../../platform/money.ts";
import { findOrder } from "../orders/index.ts";
import {
  authorizationLapsed,
  disputeOpened,
  findDispute,
  findRefund,
  refundFailed,
  refundMade,
} from "../payments/index.ts";
import { orderMail } from "./mail-recipients.ts";
import { defineMail } from "./mail-template.ts";
import { SAMPLE_ORDER } from "./mailed-order.ts";

interface OrderMoney {
  number: string;
  amount: Money;
}

const MONEY: OrderMoney = { number: SAMPLE_ORDER.number, amount: SAMPLE_ORDER.totals.total };

/** What staff hear about an order; null when it does not exist, or `make` has nothing to say. */
async function aboutOrder<Data>(
  ctx: Ctx,
  orderId: string,
  make: (number: string) => Promise<Data | null> | Data,
): Promise<{ data: Data; orderId: string } | null> {
  const order = await findOrder(ctx, orderId);
  const data = order && (await make(order.number));
  return data && { data, orderId };
}

/** Tells the customer that money is on its way back. */
const refunded = defineMail({
  name: "refund-made",
  event: refundMade,
  category: "transactional",
  resendable: true,
  load: (ctx, { refund_id, order_id }) =>
    orderMail(ctx, order_id, async ({ number }): Promise<OrderMoney | null> => {
      const refund = await findRefund(ctx, refund_id);
      // What another flow gives back is told of in its own mail; what was made at Stripe by hand, by who made it. One that has failed
      // meanwhile is not on its way; staff are told of it.
      if (refund?.source !== "staff" || refund.status === "failed" || refund.status === "canceled")
        return null;
      return { number, amount: money(refund.amount, refund.currency) };
    }),
  samples: [MONEY],
  render: ({ number, amount }: OrderMoney, _shop, words) => ({
    subject: words.refund.subject(number),
    title: words.order(number),
    blocks: [words.refund.made(words.money(amount), number), words.banks],
  }),
});

/** Tells staff that a refund was not made, or that its money came back. */
const refundNotMade = defineMail({
  name: "staff-refund-failed",
  event: refundFailed,
  category: "staff",
  resendable: true,
  load: (ctx, { refund_id, order_id }) =>
    aboutOrder(ctx, order_id, async (number) => {
      const refund = await findRefund(ctx, refund_id);
      return (
        refund && { number, amount: money(refund.amount, refund.currency), reason: refund.failure_reason }
      );
    }),
  samples: [
    { ...MONEY, reason: "expired_or_canceled_card" },
    { ...MONEY, reason: null },
  ],
  render: ({ number, amount, reason }: OrderMoney & { reason: string | null }, _shop, words) => ({
    subject: words.staff.refundFailed(number),
    title: words.staff.refundFailedTitle(number),
    blocks: [words.staff.notMade(words.money(amount), number, reason), words.staff.tryAgain],
  }),
});

/** Tells staff that a customer's bank disputes a payment, and by when to answer. */
const disputed = defineMail({
  name: "staff-disputed",
  event: disputeOpened,
  category: "staff",
  resendable: true,
  load: (ctx, { dispute_id, order_id }) =>
    aboutOrder(ctx, order_id, async (number) => {
      const dispute = await findDispute(ctx, dispute_id);
      if (!dispute) return null;
      const { amount, currency, reason, evidence_due_by: due } = dispute;
      return { number, amount: money(amount, currency), reason, due };
    }),
  samples: [
    { ...MONEY, reason: "product_not_received", due: "2026-03-20T12:00:00.000Z" },
    { ...MONEY, reason: "fraudulent", due: null },
  ],
  render: (
    { number, amount, reason, due }: OrderMoney & { reason: string; due: string | null },
    _shop,
    { staff, ...words },
  ) => {
    const evidence = due === null ? "" : ` ${staff.evidence(words.time(due))}`;
    return {
      subject: staff.disputed(number),
      title: staff.disputedTitle(number),
      blocks: [`${staff.disputes(words.money(amount), number, reason)}${evidence}`, staff.noSending],
    };
  },
});

/** Tells staff that what was authorised for an order cannot be captured any more. */
const lapsed = defineMail({
  name: "staff-authorization-lapsed",
  event: authorizationLapsed,
  category: "staff",
  resendable: true,
  load: (ctx, { order_id }) => aboutOrder(ctx, order_id, (number) => ({ number })),
  samples: [{ number: SAMPLE_ORDER.number }],
  render: ({ number }: { number: string }, _shop, { staff }) => ({
    subject: staff.lapsed(number),
    title: staff.lapsedTitle(number),
    blocks: [staff.released(number), staff.keptBack],
  }),
});

export const paymentMails = [refunded, refundNotMade, disputed, lapsed] as const;
