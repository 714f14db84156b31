import Stripe from "stripe";
import type { Ctx } from "../../platform/ctx.ts";
import { keyIsDead } from "./stripe-errors.ts";
import { stripeOf } from "./stripe-client.ts";

const KEYS_TRIED = 3;

export interface Refunded {
  /** All refunds of the intent that Stripe carries out or has carried out, whoever asked for them. */
  refunds: Stripe.Refund[];
  /** Whether this call is the one that gave the rest back. */
  made: boolean;
}

/**
 * Gives back all of what an intent captured that has not been given back yet, and tells every refund that it has. May be
 * repeated and run in parallel: `key` makes a repeat find the same refund, and Stripe never gives back more than was captured.
 * A key under which Stripe keeps a failure is given up for a new one, each time anew: no outage uses them up.
 * @throws Stripe's error when nobody knows what came of it: asking again tells
 */
export async function refundIntent(ctx: Ctx, intentId: string, key: string): Promise<Refunded> {
  const rest = await refundRest(ctx, intentId, key);
  // The list may not have the newest one yet; where it has, it is newer than the answer that Stripe keeps under the key.
  const byId = new Map(rest ? [[rest.refund.id, rest.refund]] : []);
  for await (const refund of stripeOf(ctx).refunds.list({ payment_intent: intentId, limit: 100 })) {
    byId.set(refund.id, refund);
  }
  const refunds = [...byId.values()].filter(({ status }) => status !== "failed" && status !== "canceled");
  return { refunds, made: rest?.made ?? false };
}

/** The refund of what was left to give back; undefined when nothing was. */
async function refundRest(
  ctx: Ctx,
  intentId: string,
  key: string,
): Promise<{ refund: Stripe.Refund; made: boolean } | undefined> {
  let idempotencyKey = key;
  for (let attempt = 1; ; attempt++) {
    try {
      const refund = await stripeOf(ctx).refunds.create({ payment_intent: intentId }, { idempotencyKey });
      return { refund, made: refund.lastResponse.headers["idempotent-replayed"] !== "true" };
    } catch (error) {
      if (error instanceof Stripe.errors.StripeError && error.code === "charge_already_refunded")
        return undefined;
      if (!keyIsDead(error) || attempt >= KEYS_TRIED) throw error;
      // Without an amount any key asks for the rest: a second refund of the same money is not possible.
      idempotencyKey = `${key}:${ctx.newId()}`;
    }
  }
}
