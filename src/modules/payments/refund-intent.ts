import Stripe from "stripe";
import type { Ctx } from "../../platform/ctx.ts";
import { keyIsDead } from "./intents.ts";
import { stripeOf } from "./stripe-client.ts";

const KEYS_TRIED = 5;

export interface Refunded {
  /** All refunds of the intent that Stripe carries out or has carried out, whoever asked for them. */
  refunds: Stripe.Refund[];
  /** Whether this call is the one that gave the rest back. */
  made: boolean;
}

/**
 * Gives back all of what an intent captured that has not been given back yet, and tells every refund that it has. May be
 * repeated and run in parallel: `key` makes a repeat find the same refund, and Stripe never gives back more than was captured.
 * A key under which Stripe keeps a failure is given up for the next one.
 * @throws Stripe's error when nobody knows what came of it: asking again tells
 */
export async function refundIntent(ctx: Ctx, intentId: string, key: string): Promise<Refunded> {
  const made = await refundRest(ctx, intentId, key);
  const refunds: Stripe.Refund[] = [];
  for await (const refund of stripeOf(ctx).refunds.list({ payment_intent: intentId, limit: 100 })) {
    if (refund.status !== "failed" && refund.status !== "canceled") refunds.push(refund);
  }
  return { refunds, made };
}

async function refundRest(ctx: Ctx, intentId: string, key: string): Promise<boolean> {
  for (let attempt = 1; ; attempt++) {
    try {
      const refund = await stripeOf(ctx).refunds.create(
        { payment_intent: intentId },
        { idempotencyKey: `${key}:${attempt}` },
      );
      return refund.lastResponse.headers["idempotent-replayed"] !== "true";
    } catch (error) {
      if (error instanceof Stripe.errors.StripeError && error.code === "charge_already_refunded")
        return false;
      if (!keyIsDead(error) || attempt >= KEYS_TRIED) throw error;
    }
  }
}
