import { commit } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { createIntent, findIntentOfPayment, retrieveIntent } from "./intents.ts";
import { type IntentOutcome } from "./intent-outcome.ts";
import { createKey, nextCreateAttemptStmt, type PaymentRow } from "./payments.repo.ts";

const KEYS_TRIED = 3;

/**
 * The one intent of a payment, whatever happened to earlier requests to make it: the stored one, the one that a lost request
 * made, or a new one that is not confirmed. A payment never gets two. Creating under the key of a lost request closes the key
 * for it; when Stripe says that the key has been used, the intent is looked up, and only when there is none the next
 * key is tried.
 */
export async function ensureIntent(
  ctx: Ctx,
  payment: PaymentRow,
  order: { id: string; number: string },
): Promise<IntentOutcome> {
  if (payment.intent_id !== null) {
    return { kind: "intent", intent: await retrieveIntent(ctx, payment.intent_id) };
  }
  for (let attempt = payment.create_attempt; attempt < payment.create_attempt + KEYS_TRIED; attempt++) {
    const outcome = await createIntent(ctx, {
      paymentId: payment.id,
      captureMethod: payment.capture_method,
      orderId: order.id,
      orderNumber: order.number,
      amount: payment.amount,
      currency: payment.currency,
      idempotencyKey: createKey({ ...payment, create_attempt: attempt }),
    });
    if (outcome.kind !== "key_taken" || outcome.running) return outcome;
    const made = await findIntentOfPayment(ctx, payment);
    if (made) return { kind: "intent", intent: made };
    await commit(ctx, { statements: [nextCreateAttemptStmt(ctx, payment.id, attempt)] });
  }
  return { kind: "unknown", message: "no idempotency key was free" };
}
