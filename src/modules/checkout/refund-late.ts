import { commit } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { latePaymentRefunded, type OrderRow, paymentsOf, refundableOf } from "../orders/index.ts";
import {
  type Books,
  cancelIntent,
  carryOutRefund,
  CHANGED_MEANWHILE,
  type PaymentRow,
  planRefund,
  recordingWork,
} from "../payments/index.ts";
import { readOrder } from "./read-order.ts";

/**
 * Lets go of the money that came too late: what was taken is refunded, what was only authorised is released. The customer hears of it
 * once that is done. Repeated, it finds nothing left to give back.
 */
export async function refundLatePayment(ctx: Ctx, orderId: string): Promise<void> {
  let { order, books } = (await readOrder(ctx, orderId)) ?? {};
  for (const { id } of books?.payments ?? []) {
    const payment = books?.payments.find((each) => each.id === id && each.status === "requires_capture");
    if (!order || !books || !payment) continue;
    await releaseLate(ctx, order, books, payment);
    // It may have been captured before it could be let go of.
    ({ order, books } = (await readOrder(ctx, orderId)) ?? {});
  }
  if (!order || !books) return;
  const own = paymentsOf(order).filter(({ purpose }) => purpose !== "credit");
  const amount = own.reduce((sum, payment) => sum + refundableOf(payment), 0);
  if (amount === 0) {
    await tellOfForeignRefund(ctx, order, books);
    return;
  }
  const plan = planRefund(ctx, order, own, { amount, source: "late" });
  await commit(ctx, {
    statements: plan.statements,
    events: plan.events,
    constraints: plan.constraints,
    audit: {
      action: "order.refund_late_payment",
      entity: "order",
      entityId: order.id,
      after: { refunds: plan.refundIds, amount },
    },
  });
  for (const id of plan.refundIds) await carryOutRefund(ctx, id);
}

/** Somebody gave it back by hand before we could: the customer is told all the same. */
async function tellOfForeignRefund(ctx: Ctx, order: OrderRow, books: Books): Promise<void> {
  const isBack = books.payments.some(({ captured, refunded }) => captured > 0 && refunded === captured);
  const isOurs = books.refunds.some(({ source }) => source === "late");
  if (isBack && !isOurs) {
    await commit(ctx, { statements: [], events: [latePaymentRefunded({ order_id: order.id })] });
  }
}

async function releaseLate(ctx: Ctx, order: OrderRow, books: Books, payment: PaymentRow): Promise<void> {
  if (payment.intent_id === null) return;
  const intent = await cancelIntent(ctx, payment.intent_id);
  const recording = recordingWork(ctx, order, books, payment, { intent });
  await commit(ctx, {
    statements: recording.statements,
    alerts: recording.alerts,
    audit: [
      {
        action: "order.release_late_payment",
        entity: "order",
        entityId: order.id,
        after: { intent: intent.id },
      },
      ...recording.audit,
    ],
    events: [
      ...recording.events,
      ...(intent.status === "canceled" ? [latePaymentRefunded({ order_id: order.id })] : []),
    ],
    constraints: CHANGED_MEANWHILE,
  });
}
