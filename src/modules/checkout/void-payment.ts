import type { Ctx } from "../../platform/ctx.ts";
import { refusalOf } from "../../platform/machine.ts";
import {
  canDo,
  cancelIntent,
  PAYMENT_TRANSITIONS,
  paymentNotVoidable,
  type PaymentRow,
} from "../payments/index.ts";
import { type PaymentRef, readOrderOfPayment, unlessOutage } from "./capture-payment.ts";
import { settleOrder } from "./settle-payment.ts";

/**
 * Lets go of what was authorised and not captured. The order is not cancelled by it, but held: nothing pays for it any more.
 * @throws resource.not_found, resource.precondition_failed, payment.not_voidable, payment.unavailable
 */
export async function voidPayment(ctx: Ctx, ref: PaymentRef): Promise<void> {
  const { order, payment } = await readOrderOfPayment(ctx, ref);
  if (!canDo(payment.status, "void") || payment.intent_id === null) throw notVoidable(payment.status);
  const intent = await unlessOutage(cancelIntent(ctx, payment.intent_id, "requested_by_customer"));
  await settleOrder(ctx, order.id, intent, {
    always: true,
    audit: [
      {
        action: "payment.void",
        entity: "payment",
        entityId: payment.id,
        before: { status: payment.status, authorized: payment.authorized },
        after: { status: intent.status, order: order.id },
      },
    ],
  });
  if (intent.status !== "canceled") throw notVoidable(intent.status);
}

function notVoidable(status: string): Error {
  // Stripe has the states of ours, but `pending`.
  const state = status as PaymentRow["status"];
  const why = refusalOf<PaymentRow["status"], "void">(PAYMENT_TRANSITIONS, state, "void");
  return paymentNotVoidable(`Only what is authorised and not captured can be voided: the payment ${why}.`, {
    facts: { payment_status: status },
  });
}
