import Stripe from "stripe";
import type { Ctx } from "../../platform/ctx.ts";
import { stripeOf } from "./stripe-client.ts";
import { isMissing } from "./stripe-errors.ts";

/** A signed-in customer who pays, as Stripe knows them: their saved methods may be used. */
export interface Payer {
  customer: string;
  /** Whether what they pay with is to be saved, for paying without them, too. */
  save: boolean;
}

/** What an intent is told of its payer when it is made. */
export function payerParams(payer: Payer | undefined): Stripe.PaymentIntentCreateParams | object {
  return payer === undefined ? {} : { customer: payer.customer, ...savingParams(payer) };
}

/** What an intent is told of its payer when it is confirmed. */
export function savingParams(payer: Payer | undefined): { setup_future_usage?: "off_session" } {
  return payer?.save ? { setup_future_usage: "off_session" } : {};
}

/** Lets an intent that was made without its payer know them. One that cannot be changed any more stays as it is. */
export async function attachPayer(
  ctx: Ctx,
  intent: Stripe.PaymentIntent,
  payer: Payer | undefined,
): Promise<void> {
  if (payer === undefined || idOf(intent.customer) === payer.customer) return;
  try {
    await stripeOf(ctx).paymentIntents.update(intent.id, { customer: payer.customer });
  } catch (error) {
    if (!(error instanceof Stripe.errors.StripeInvalidRequestError)) throw error;
  }
}

/**
 * Whether somebody else wants to pay with what a customer has saved: an intent that knows its customer would take their saved methods
 * from anybody who holds the order's token.
 */
export async function isOthersMethod(
  ctx: Ctx,
  intent: Stripe.PaymentIntent,
  paymentMethod: string,
  payer: Payer | undefined,
): Promise<boolean> {
  if (payer !== undefined || intent.customer === null) return false;
  try {
    return (await stripeOf(ctx).paymentMethods.retrieve(paymentMethod)).customer !== null;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}

function idOf(customer: Stripe.PaymentIntent["customer"]): string | null {
  return typeof customer === "string" ? customer : (customer?.id ?? null);
}
