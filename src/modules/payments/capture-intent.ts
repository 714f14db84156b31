import Stripe from "stripe";
import type { Ctx } from "../../platform/ctx.ts";
import { describeError } from "../../platform/log.ts";
import type { PaymentIntent } from "./intent-outcome.ts";
import { INTENT_EXPANDED, retrieveIntent } from "./intents.ts";
import { stripeOf } from "./stripe-client.ts";

/**
 * Captures an authorised intent, and returns it as it is then: captured, now or before, or in the state that it cannot be captured in. An
 * intent is captured once, so asking again does no harm; when the answer is lost the intent itself tells.
 * @throws Stripe's error when nobody knows what came of it
 */
export async function captureIntent(ctx: Ctx, intentId: string, amount: number): Promise<PaymentIntent> {
  try {
    return await stripeOf(ctx).paymentIntents.capture(
      intentId,
      { amount_to_capture: amount, expand: INTENT_EXPANDED },
      { idempotencyKey: `capture:${intentId}:${ctx.newId()}` },
    );
  } catch (error) {
    ctx.log.warn("a capture was not answered with its intent", {
      intent_id: intentId,
      ...describeError(error),
    });
    const now = await retrieveIntent(ctx, intentId);
    const isRefusal = error instanceof Stripe.errors.StripeInvalidRequestError;
    if (now.status === "requires_capture" && !isRefusal) throw error;
    return now;
  }
}
