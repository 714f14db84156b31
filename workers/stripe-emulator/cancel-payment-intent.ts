import type { Execution } from "./account.execution.ts";
import { endPayment } from "./end-payment.ts";
import type { CANCEL_SHAPE } from "./payment-intent.params.ts";
import { CANCELABLE, requireStatus } from "./payment-intent.refusals.ts";
import { type Outcome, ok } from "./wire.outcome.ts";
import type { Parsed } from "./wire.params.ts";

/** POST /v1/payment_intents/:id/cancel: ends a PaymentIntent that was not paid; what was authorised is released. */
export function cancelPaymentIntent({ work, id }: Execution, params: Parsed<typeof CANCEL_SHAPE>): Outcome {
  const payment = work.payment(id);
  requireStatus(payment.intent, CANCELABLE, "canceled");
  return ok(endPayment(work, payment, params.cancellation_reason ?? null, "canceled").intent);
}
