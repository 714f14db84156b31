import type { Execution } from "./account.execution.ts";
import type { Payment } from "./account.work.ts";
import { idOf } from "./account.kinds.ts";
import type { CANCEL_SHAPE } from "./payment-intent.params.ts";
import { CANCELABLE, requireStatus } from "./payment-intent.refusals.ts";
import { releaseAuthorization } from "./release-authorization.ts";
import { type Outcome, ok } from "./wire.outcome.ts";
import type { Parsed } from "./wire.params.ts";

/** POST /v1/payment_intents/:id/cancel: ends a PaymentIntent that was not paid; what was authorised is released. */
export function cancelPaymentIntent({ work, id }: Execution, params: Parsed<typeof CANCEL_SHAPE>): Outcome {
  const { intent, card } = work.payment(id);
  requireStatus(intent, CANCELABLE, "canceled");
  const canceled: Payment = {
    card,
    intent: {
      ...intent,
      amount_capturable: 0,
      canceled_at: work.now,
      cancellation_reason: params.cancellation_reason ?? null,
      next_action: null,
      status: "canceled",
    },
  };
  work.savePayment(canceled);
  if (intent.status === "requires_capture") {
    const charge = work.get("charge", idOf(intent.latest_charge) ?? "");
    releaseAuthorization(work, canceled, charge, charge.amount);
  }
  work.emit("payment_intent.canceled", canceled.intent, canceled);
  return ok(canceled.intent);
}
